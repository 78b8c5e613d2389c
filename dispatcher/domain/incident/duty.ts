// Somebody went on or off duty. The registry knows it already; each incident that counts on somebody who has left is asked to
// look again, in portions where a surge has given them hundreds; each that still lacks somebody is asked whether whoever has
// come could help, the most urgent and nearest first.
import type { EpochMs, IncidentId } from '../../../contracts/ids.ts';
import type { DutyInput, FollowUpInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import type { World } from '../world.ts';
import { portion } from './groupReply.ts';
import { lackingNear } from './lacking.ts';

type Portion = { followUps: FollowUpInput[]; result: Result };

export function onDuty(input: DutyInput, world: World, now: EpochMs): Portion {
  const { district, responder, id, onDuty: comes } = input;
  return {
    followUps: comes
      ? lackingNear(`duty/${responder}/${id}`, responder, district, world, now)
      : portionOf(`duty/${responder}/${id}`, responder, '', district, world),
    result: { outcome: 'recorded', what: 'duty', at: now },
  };
}

/** The incidents after the last portion. */
export function onOthersLeft(input: FollowUpInput, responder: string, world: World, now: EpochMs): Portion {
  const [id = input.id, after = ''] = input.id.split('/others/');
  return {
    followUps: portionOf(id, responder, after, input.district, world),
    result: { outcome: 'recorded', what: 'follow_up', at: now },
  };
}

function portionOf(id: string, responder: string, after: string, district: string, world: World): FollowUpInput[] {
  const all = world.engagements(responder).map(({ incident }) => incident as IncidentId);
  const due = all.filter((incident) => incident > after);
  if (all.length > portion) due.sort((a, b) => (a < b ? -1 : 1));
  const now = due.slice(0, portion);
  const asked = now.map(
    (incident): FollowUpInput => ({
      v: 1,
      kind: 'follow_up',
      district,
      id: `${id}/${incident}`,
      incident,
      what: { kind: 'left_duty', responder },
    }),
  );
  const [last, next] = [now.at(-1), due[portion]];
  if (last === undefined || next === undefined) return asked;
  const what = { kind: 'left_duty_others' as const, responder };
  return [...asked, { v: 1, kind: 'follow_up', district, id: `${id}/others/${last}`, incident: next, what }];
}
