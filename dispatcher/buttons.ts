// What the people at the buttons are told of a decision.

import { isButton } from '../contracts/incident/actor.ts';
import type { DeviceStateRecord } from '../contracts/incident/inbox.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import type { Result } from '../contracts/incident/result.ts';
import type { Incident } from '../contracts/incident/state.ts';
import type { Decision } from '../store/commit.ts';
import type { IntakeEntry } from '../store/intake.ts';
import type { Decided } from './domain/incident/decide.ts';
import { told } from './domain/incident/pending.ts';

/** How long a device may repeat what it was told: while open, and after closing. */
const toldWhileOpenMs = 12 * 3600_000;
const toldAfterClosingMs = 30 * 60_000;

/** What one button should say from now on. */
export type Told = { device: string; state: DeviceStateRecord };

/** As it is written, with the time for which a device may repeat it. */
export const toldAs = ({ device, state }: Told): Decision['deviceStates'][number] => ({
  device,
  message: JSON.stringify(state),
  lifetimeMs: state.state === 'closed' ? toldAfterClosingMs : toldWhileOpenMs,
});

/** What the buttons of an incident should say now, where that has changed. */
export function buttonsTold(before: Incident | undefined, after: Incident): Told[] {
  if (after.mergedInto !== undefined) return []; // the incident that took it in tells them
  const now = told(after);
  const devices = new Set(after.presses.map(({ device }) => device).filter(isButton));
  const same = before !== undefined && JSON.stringify(told(before)) === JSON.stringify(now);
  const known = new Set(before?.presses.map((press) => press.device));
  return [...devices]
    .filter((device) => !same || !known.has(device) || after.presses.length !== before.presses.length)
    .map((device) => ({
      device,
      state: { district: after.district, incident: after.id, revision: after.seq, ...now },
    }));
}

/** What is no incident is answered too: a test hears that the button works, a cancel after the end that nothing is open. */
export function answersOf(input: Input, decided: Decided, entry: IntakeEntry): readonly Told[] {
  const { result } = decided;
  if (result?.outcome !== 'recorded') return nobody;
  if (input.kind === 'check_in') {
    // Whoever hears it and is well gives a sign; whoever is not can press.
    const state = { district: input.district, revision: result.at, state: 'closed' as const, step: 'check_in' };
    return result.what === 'check_in' ? (input.speaks ?? []).map((device) => ({ device, state })) : nobody;
  }
  const answer = answerOf(input, result, entry);
  return answer === undefined ? nobody : [answer];
}
const nobody: readonly Told[] = [];

function answerOf(
  input: Input,
  result: Extract<Result, { outcome: 'recorded' }>,
  { storedAt }: IntakeEntry,
): Told | undefined {
  if (input.kind === 'canary') {
    const trace = { id: input.id, heardAt: input.heardAt, storedAt, decidedAt: result.at };
    return {
      device: input.device,
      state: { district: input.district, revision: result.at, state: 'closed', test: true, trace },
    };
  }
  if (input.kind !== 'press') return undefined;
  const { device, district } = input;
  const state = { district, revision: result.at, state: 'closed' as const };
  switch (result.what) {
    case 'test':
      return { device, state: { ...state, test: true, ...triedIn(result.window, storedAt) } };
    case 'checkin':
      return { device, state: { ...state, test: true } };
    case 'nothing_to_cancel':
      return { device, state: { ...state, step: 'closed' } };
    default:
      return undefined;
  }
}

/** Whoever installs a button is told by it that this press came (console/server/device/pairing.ts). */
const triedIn = (window: string | undefined, storedAt: number): Pick<DeviceStateRecord, 'tried'> =>
  window === undefined ? {} : { tried: { window, storedAt } };
