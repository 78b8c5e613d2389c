// The steps of a daily sign of life (docs/decisions/047). Whoever asked for a step looked some seconds ago: here, in the order of the intake, it is looked once more, so that a
// press that was stored before wins.
import type { CheckInInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { Outcome, Setting } from './context.ts';
import { draftOf, record } from './draft.ts';
import { opened } from './opening.ts';
import { cannotTalk } from './press.ts';

/** @param incident the open call of that home */
export function onCheckIn(incident: Incident | undefined, input: CheckInInput, setting: Setting): Outcome {
  const { context, world, now } = setting;
  const { district, home, step } = input;
  if (step === 'seen') return onLateSign(incident, input, setting);
  const isSeen = input.devices.some((device) => (context.pressedAt(device) ?? 0) >= input.opens);
  if (incident || isSeen) return { draft: undefined, result: recorded('check_in_seen', setting) };
  if (!world.place(home)) return { draft: undefined, result: { outcome: 'refused', code: 'unknown_home', at: now } };
  if (step === 'ask') return { draft: undefined, result: recorded('check_in', setting) };
  const marks = cannotTalk(home, world);
  const draft = opened({ by: 'policy', district, call: 'missed_checkin', marks, home }, context, world, now);
  return { draft, result: { outcome: 'incident', incident: draft.incident.id, at: now } };
}

/** It ends nothing: who gave it, and how they are, a human finds out. */
function onLateSign(incident: Incident | undefined, { seen }: CheckInInput, setting: Setting): Outcome {
  if (incident?.call !== 'missed_checkin' || seen === undefined)
    return { draft: undefined, result: recorded('check_in_seen', setting) };
  const draft = draftOf(incident, setting.now);
  record(draft, { type: 'sign_came', by: 'policy', how: seen.by, signAt: seen.at });
  return { draft, result: { outcome: 'joined', incident: incident.id, at: setting.now } };
}

const recorded = (what: 'check_in' | 'check_in_seen', { now }: Setting): Result => ({
  outcome: 'recorded',
  what,
  at: now,
});
