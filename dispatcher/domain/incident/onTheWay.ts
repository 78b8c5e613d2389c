// When to look again at somebody who has said yes, and how far they still have to go.
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Leg } from '../../../contracts/incident/state.ts';
import { inHandSecondsOf } from '../../../contracts/office/policy.ts';
import type { World } from '../world.ts';
import type { Draft } from './draft.ts';
import { purposeOf } from './leg.ts';
import { spotOf } from './nearest.ts';

/** When to look again whether somebody gets nearer, and when they should be there. */
export function onTheWay(
  leg: Leg,
  draft: Draft,
  world: World,
): { dueAt: EpochMs; arriveBy?: EpochMs; measuredSeconds?: number } {
  const { policy } = world;
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  switch (purposeOf(leg)) {
    case 'calls':
      return { dueAt: after(policy.officerAcknowledgeSeconds) };
    case 'desk':
    case 'told':
      return { dueAt: after(inHandSecondsOf(policy)) };
    case 'comes':
    case 'bridge':
  }
  const measured = measure(leg, draft, world);
  const travel = measured ?? leg.travelSeconds;
  // Whoever goes from door to door gets no nearer to the last one for a while.
  const turn = leg.group === undefined ? 0 : policy.sceneReviewSeconds;
  const arriveBy = after(travel + policy.arriveGraceSeconds + turn);
  const dueAt = turn > 0 ? arriveBy : at(Math.min(arriveBy, draft.now + policy.progress.checkSeconds * 1000));
  return { dueAt, arriveBy, ...(measured === undefined ? {} : { measuredSeconds: measured }) };
}

/** Seconds to the place from a fresh position; undefined when nobody knows where they are. */
export function measure(leg: Leg, draft: Draft, world: World): number | undefined {
  const spot = spotOf(draft, world);
  const responder = world.responder(leg.responder);
  if (spot === undefined || responder === undefined || !world.isFresh(leg.responder)) return undefined;
  const seconds = world.travelSeconds(responder, spot);
  return seconds === undefined ? undefined : Math.round(seconds);
}
