// Where a device stands on its way into a home, and what to look at while its press does not come. Pure (docs/decisions/046).
import type { PairingHint, PairingStep } from '../../../contracts/device/pairing.ts';
import type { Device } from '../../../contracts/office/community.ts';
import { type DeviceFacts, isLow, type Limits } from './judge.ts';

/** A test press that is older proves nothing about today: as long as a device may repeat what it was told of it (dispatcher/buttons.ts). */
export const triedForMs = 30 * 60_000;

/** Instants in ms. `tried`: the last test press that was answered. `said`: what its vendor's messages told. */
export type PairingFacts = {
  device: Pick<Device, 'address' | 'installing'>;
  facts: DeviceFacts;
  limits: Limits;
  tried?: { at: number };
  said?: { at: number; pressedAt?: number };
  /** since when somebody waits for its press */
  since?: number;
  /** a device of ours: it can log in */
  login: boolean;
  /** its home has an open call */
  calls: boolean;
  /** there is a source that could bring it; one of them is known to be down */
  source: 'up' | 'down' | 'none';
  now: number;
};

/** A press is decided within this; until then nobody knows whether it was a test. */
const decidedWithinMs = 3_000;
const realPress: readonly PairingHint[] = ['real_press'];

/** Does it speak our own topics, and so hear the answer? Others' devices are only heard. */
export const showsAnswer = ({ address }: Pick<Device, 'address'>): boolean => address === undefined;

export function stepOf({
  device: { installing },
  tried,
  now,
}: Pick<PairingFacts, 'device' | 'tried' | 'now'>): PairingStep {
  if (installing === undefined) return 'installed';
  // What was tried before it was begun was tried elsewhere.
  return tried !== undefined && tried.at >= installing.since && now - tried.at <= triedForMs ? 'confirm' : 'press';
}

/** What to look at, the likeliest first. Of a device whose press came nothing but its battery is left to say. */
export function hintsOf(facts: PairingFacts): PairingHint[] {
  const low: PairingHint[] = isLow(facts.facts, facts.limits) ? ['battery_low'] : [];
  if (stepOf(facts) !== 'press') return low;
  const { device, said, since, login, calls, source, tried, now } = facts;
  const own = showsAnswer(device);
  const hints: PairingHint[] = [];
  if (calls) hints.push('call_open');
  const waits = since ?? Infinity;
  const pressedAt = said?.pressedAt ?? 0;
  if (pressedAt >= waits && (tried?.at ?? 0) < waits)
    hints.push(...(now - pressedAt > decidedWithinMs ? realPress : []));
  else if (said !== undefined && said.at >= waits) hints.push('no_call_word');
  if (own && !login) hints.push('no_login');
  else if (own && !facts.facts.connected) hints.push('not_connected');
  if (!own && source !== 'up') hints.push(source === 'none' ? 'no_source' : 'gateway_down');
  if (!own && said === undefined && facts.facts.heardAt === undefined) hints.push('never_heard');
  return [...hints, ...low];
}
