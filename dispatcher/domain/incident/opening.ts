// How an incident begins: its needs by the call and the hour, and why people are asked for them a little later.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { PressFact } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { CallKind, Mark, Priority } from '../../../contracts/terms.ts';
import type { Where } from '../where.ts';
import type { World } from '../world.ts';
import { tellContacts } from './contacts.ts';
import type { Context } from './context.ts';
import { type Draft, draftOf } from './draft.ts';
import { begin } from './evolve.ts';
import { callThere } from './joining.ts';
import { startOf } from './plan.ts';

/** An id seen before, this soon after the first: perhaps its second way. People are asked with the officer's yes, or after a while. */
export const maybeRepeatWithinMs = 60_000;
export const maybeRepeatWaitsMs = 30_000;
/** In a surge the less urgent wait so long, that those who may die are offered first; they are in the queue at once. */
export const offerAfterMs: Readonly<Record<Priority, number>> = { 1: 0, 2: 15_000, 3: 30_000 };

type Opening = {
  by: string;
  district: string;
  call: CallKind;
  marks: Mark[];
  home: string | undefined;
  device?: string;
  press?: PressFact;
  where?: Where | undefined;
};

/** Begins an incident. */
export function opened(what: Opening, context: Context, world: World, now: EpochMs): Draft {
  const { by, district, call, marks, home, device, press, where } = what;
  const { priority: usual, needs, plans } = startOf({ call }, home, world, now);
  // Where nobody can be called back somebody goes at once, also for a lamp.
  const priority = marks.includes('cannot_talk') && usual === 3 ? 2 : usual;
  const group = home === undefined ? undefined : context.groupAt(home, world.policy.linkWithinSeconds * 1000);
  const surge = world.isSurge(now);
  const repeat = marks.includes('maybe_repeat') && now - (context.earlier?.at ?? 0) < maybeRepeatWithinMs;
  const waitMs = repeat ? maybeRepeatWaitsMs : surge ? offerAfterMs[priority] : 0;
  const away = where?.at === 'away' && device !== undefined;
  const event: Extract<IncidentEvent, { type: 'opened' }> = {
    v: 1,
    seq: 1,
    at: now,
    type: 'opened',
    by,
    incident: context.newIncident,
    district,
    number: context.nextNumber,
    call,
    priority,
    marks,
    tracks: needs.flatMap(({ need }) =>
      need === 'door' ? ['grid' as const] : need === 'health' ? ['health' as const] : [],
    ),
    plans,
    needs,
    group: group ?? context.newIncident,
    ...defined({ device, home, press }),
    ...(away ? { spot: 'fix', spotOf: device } : {}),
    receivedAt: context.storedAt,
    reviewAt: at(now + world.policy.officerAcknowledgeSeconds * 1000),
    ...(surge ? { surge } : {}),
    ...(waitMs > 0 ? { offerFrom: at(now + waitMs) } : {}),
    ...(repeat ? { waitsFor: 'maybe_repeat' } : {}),
  };
  const draft: Draft = { ...draftOf(begin(event), now), events: [event], ...(away ? { fix: where.fix } : {}) };
  if (away) draft.side.spot = JSON.stringify(where.fix);
  if (where?.at === 'beyond') callThere(draft, world);
  tellContacts(draft, 'opened', world);
  return draft;
}
