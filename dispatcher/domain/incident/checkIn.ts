// The steps of a daily sign of life (docs/decisions/047). Whoever asked for a step looked some seconds ago: here, in the order of the intake, it is looked once more, so that a
// press that was stored before wins.
import { byPolicy } from '../../../contracts/incident/actor.ts';
import { type CheckInInput, checkInKey } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { withWord } from './calls.ts';
import type { Outcome, Setting } from './context.ts';
import { type Draft, draftOf, record } from './draft.ts';
import { isOver, isResting, join } from './joining.ts';
import { opened } from './opening.ts';
import { cannotTalk } from './press.ts';

const word = 'missed_checkin';

/** @param incident the open call of that home */
export function onCheckIn(incident: Incident | undefined, input: CheckInInput, setting: Setting): Outcome {
  const { context, world, now } = setting;
  const { district, home, step, resident } = input;
  if (step === 'seen') return onLateSign(incident, input, setting);
  const isSeen = input.devices.some((device) => (context.pressedAt(device) ?? 0) >= input.opens);
  if (isSeen || (incident && step === 'ask')) return { draft: undefined, result: recorded('check_in_seen', setting) };
  if (!world.place(home)) return { draft: undefined, result: { outcome: 'refused', code: 'unknown_home', at: now } };
  if (step === 'ask') return { draft: undefined, result: recorded('check_in', setting) };
  const marks = cannotTalk(home, world);
  const draft = incident
    ? joined(incident, input, setting)
    : opened({ by: byPolicy, district, call: word, marks, home }, context, world, now);
  record(draft, { type: 'checkin_missed', by: byPolicy, resident });
  return { draft, result: { outcome: incident ? 'joined' : 'incident', incident: draft.incident.id, at: now } };
}

/** It names a milder call, and asks anew where what was done is over or rests until morning. A call that stands as high is told of it, and rings nobody. */
function joined(incident: Incident, input: CheckInInput, { context, world, now }: Setting): Draft {
  const draft = draftOf(incident, now);
  const { needs = [] } = draft.incident;
  if (
    withWord(draft.incident, word) === undefined &&
    !needs.some((need) => isOver(need, draft.incident) || isResting(need))
  )
    return draft;
  const { storedAt: receivedAt } = context;
  const press = { id: checkInKey(input), device: byPolicy, kind: word, receivedAt, body: word, times: 1 };
  join(draft, { word, press, where: undefined, by: byPolicy }, [], world);
  return draft;
}

/** It ends nothing: who gave it, and how they are, a human finds out. Of somebody who was not missed it says nothing. */
function onLateSign(incident: Incident | undefined, { seen, resident }: CheckInInput, setting: Setting): Outcome {
  if (seen === undefined || !incident?.missed?.includes(resident))
    return { draft: undefined, result: recorded('check_in_seen', setting) };
  const draft = draftOf(incident, setting.now);
  record(draft, { type: 'sign_came', by: byPolicy, resident, how: seen.by, signAt: seen.at });
  return { draft, result: { outcome: 'joined', incident: incident.id, at: setting.now } };
}

const recorded = (what: 'check_in' | 'check_in_seen', { now }: Setting): Result => ({
  outcome: 'recorded',
  what,
  at: now,
});
