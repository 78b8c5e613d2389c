// Is a device alive, and if not, what is wrong? Pure: what is known of it, what stood before, and the instant. Readiness, the upkeep of devices and the
// family's page all ask here (docs/decisions/043).
import type { Fault, FaultKind } from '../../../contracts/device/faults.ts';
import type { Policy } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Model } from './models.ts';

const hourMs = 3_600_000;
/**
 * Limits of silence (facts/standards.md, device supervision, and "what it means for us" 7): a mains unit that misses three beats is a fault; a battery button that
 * is quiet for 25 h is a warning (as Zigbee2MQTT's own availability has it), for 72 h a fault and a visit (Tunstall: 18 missed of one each 4 h).
 */
const missedBeats = 3;
const riskMs = 25 * hourMs;
const silentMs = 72 * hourMs;
/** A battery that is low at x per cent is well again at x and so many: cold mornings swing by less. */
const batteryAgainPercent = 5;

/** What is known of a device. `heardAt`: its last message of any kind, ms; absent: never. `batteryLow`: its own word. `via`: the source it was last heard through. */
export type DeviceFacts = {
  connected: boolean;
  heardAt?: number;
  battery?: number;
  batteryLow?: boolean;
  volts?: number;
  tamper?: boolean;
  via?: string;
};

/** From when on what is wrong, ms and per cent. `settleMs`: a fault is over once it was good for so long. */
export type Limits = {
  riskMs: number;
  silentMs: number;
  settleMs: number;
  lowPercent: number;
  lowVolts?: number;
};

/** The limits of a device. Hours that the policy sets win over its model. */
export function limitsOf(model: Model, { deviceSilentHours, batteryLowPercent }: Policy['readiness']): Limits {
  const beatMs = model.beatSeconds * 1_000;
  const own = deviceSilentHours === undefined ? undefined : deviceSilentHours * hourMs;
  const limits = { lowPercent: batteryLowPercent, ...defined({ lowVolts: model.lowVolts }) };
  if (model.power === 'mains') {
    const silent = own ?? missedBeats * beatMs;
    return { ...limits, riskMs: silent, silentMs: silent, settleMs: missedBeats * beatMs };
  }
  const silent = own ?? silentMs;
  return { ...limits, riskMs: Math.min(riskMs, silent), silentMs: silent, settleMs: beatMs };
}

/** How long it has been since it was heard: not at all while it is connected, for ever where it never was. */
const quietMs = ({ connected, heardAt }: DeviceFacts, now: number): number =>
  connected ? 0 : heardAt === undefined ? Infinity : now - heardAt;

/** Can somebody count on it now? @param now ms */
export const isAlive = (facts: DeviceFacts, limits: Limits, now: number): boolean =>
  quietMs(facts, now) <= limits.silentMs;
/** Alive, and quiet for longer than it should be. */
export const isAtRisk = (facts: DeviceFacts, limits: Limits, now: number): boolean =>
  isAlive(facts, limits, now) && quietMs(facts, now) > limits.riskMs;

/** Does it want a new battery? Its own word wins over per cent, and those over volts; what says nothing does not. */
export function isLow({ batteryLow, battery, volts }: DeviceFacts, { lowPercent, lowVolts }: Limits): boolean {
  if (batteryLow !== undefined) return batteryLow;
  if (battery !== undefined) return battery <= lowPercent;
  return volts !== undefined && lowVolts !== undefined && volts <= lowVolts;
}

export type Judged = { state: 'alive' } | { state: 'fault'; kinds: FaultKind[] };

/** What is wrong now of all that stands. */
export function judgementOf(faults: readonly Fault[]): Judged {
  const kinds = faults.filter(({ over }) => over === undefined).map(({ kind }) => kind);
  return kinds.length === 0 ? { state: 'alive' } : { state: 'fault', kinds };
}

/** When what a device hangs on went last, and came back, ms; without `backAt` it is still down. `downMs`: how long it was down in all since the device was heard. */
export type Outage = { downAt: number; backAt?: number | undefined; downMs?: number };

/**
 * Does its silence say nothing of it? Nobody could hear it while what it hangs on was down, and afterwards it is given as long as at any time: else the
 * return of a gateway would be a fault of each device behind it. Of all the time in which it could be heard that is so once only: one that goes every day would
 * hide whoever has died behind it for ever. @param now ms
 */
export function isHeld(
  { heardAt = 0 }: DeviceFacts,
  outage: Outage | undefined,
  { riskMs, silentMs }: Limits,
  now: number,
): boolean {
  if (outage === undefined || heardAt > outage.downAt) return false;
  const { downAt, backAt } = outage;
  if (backAt === undefined) return true;
  const { downMs = backAt - downAt } = outage;
  return now - backAt <= riskMs && now - heardAt - downMs <= silentMs + riskMs;
}

/** The times in which something was down, in their order, each from and until, ms. */
export type Downtime = readonly (readonly [from: number, until: number])[];
/** More than that are as if the first had not been. */
const downtimesAtMost = 200;

/** With one more, that begins no sooner than the last; of one that goes on the end is later. */
export function withDowntime(known: Downtime, [from, until]: Downtime[number]): Downtime {
  const last = known.at(-1);
  if (last === undefined || from > last[1]) return [...known, [from, until] as const].slice(-downtimesAtMost);
  return until > last[1] ? [...known.slice(0, -1), [last[0], until]] : known;
}

/** How long of the time since an instant, ms. */
export const downSince = (known: Downtime, since: number): number =>
  known.reduce((all, [from, until]) => all + Math.max(0, until - Math.max(from, since)), 0);

/** `held`: its silence says nothing of it. */
export type JudgedAt = { limits: Limits; held: boolean; now: number };

/**
 * What stands of a device from now on: what is wrong, what was and is not believed to be over yet, and what is over and waits for a human.
 * @param before what stood; the same objects come back where nothing changed
 */
export function judge(facts: DeviceFacts, before: readonly Fault[], { limits, held, now }: JudgedAt): readonly Fault[] {
  if (before.length === 0 && isWell(facts, { limits, held, now })) return nothing; // nearly always: 12,000 of them a minute
  const bad = new Map<FaultKind, number>();
  if (!held) {
    const { heardAt } = facts; // never: it is on the lists of what to install and to try, and has fallen silent nowhere
    if (heardAt !== undefined && !isAlive(facts, limits, now)) bad.set('silent', heardAt + limits.silentMs);
    else if (heardAt !== undefined && isAtRisk(facts, limits, now)) bad.set('at_risk', heardAt + limits.riskMs);
  }
  if (isStillLow(facts, before, limits)) bad.set('battery_low', now);
  if (facts.tamper === true) bad.set('tamper', now);
  const kept = before.flatMap((fault) => {
    const ofSilence = fault.kind === 'silent' || fault.kind === 'at_risk';
    if (held && ofSilence) return [fault];
    if (fault.kind === 'at_risk' && bad.has('silent')) return []; // it has become that
    // Not silent yet is not heard: a device that speaks twice and pauses again would be mended each time.
    const goodUntil = ofSilence && !facts.connected ? (facts.heardAt ?? now) : now;
    return follow(fault, bad.get(fault.kind), { settleMs: limits.settleMs, goodUntil, now }) ?? [];
  });
  const fresh = [...bad].filter(([kind]) => !before.some((fault) => fault.kind === kind));
  return [...kept, ...fresh.map(([kind, since]) => ({ kind, since }))];
}

const nothing: readonly Fault[] = [];

const isWell = (facts: DeviceFacts, { limits, held, now }: JudgedAt): boolean =>
  (held || facts.heardAt === undefined || quietMs(facts, now) <= Math.min(limits.riskMs, limits.silentMs)) &&
  facts.tamper !== true &&
  !isLow(facts, limits);

/** What devices hang on: down while its alarm stands. @param downSince ms; undefined: it is up */
export function judgeGateway(before: Fault | undefined, downSince: number | undefined, now: number): Fault | undefined {
  if (before === undefined) return downSince === undefined ? undefined : { kind: 'gateway_down', since: downSince };
  return follow(before, downSince, { settleMs: gatewaySettleMs, goodUntil: now, now });
}
const gatewaySettleMs = 15 * 60_000;

/** @property goodUntil the last instant at which it is known that nothing is wrong, ms */
type Followed = { settleMs: number; goodUntil: number; now: number };

/** A fault as it goes on. Undefined: a warning that is over is nobody's to close. */
function follow(fault: Fault, badSince: number | undefined, { settleMs, goodUntil, now }: Followed): Fault | undefined {
  const { kind, since, goodSince, over } = fault;
  if (badSince !== undefined && over !== undefined) return { kind, since: badSince }; // nobody has closed it, and it is another one
  if (badSince !== undefined) return goodSince === undefined ? fault : { kind, since };
  if (over !== undefined) return fault;
  if (goodSince === undefined) return { kind, since, goodSince: now };
  if (goodUntil - goodSince < settleMs) return fault;
  return kind === 'at_risk' ? undefined : { kind, since, goodSince, over: now };
}

/** Low once, it is low until it is well above the limit. */
function isStillLow(facts: DeviceFacts, before: readonly Fault[], limits: Limits): boolean {
  const stands = before.some(({ kind, over }) => kind === 'battery_low' && over === undefined);
  const lowPercent = limits.lowPercent + (stands ? batteryAgainPercent - 1e-9 : 0);
  return isLow(facts, { ...limits, lowPercent });
}
