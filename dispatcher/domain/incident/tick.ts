// What happens when a deadline has passed: whoever did not answer is rung again and then passed over, whoever does not get
// nearer is doubted, whoever was not told is chased, whoever is silent at the scene is asked once. What the needs ask for then:
// attend.ts.
import { at, type EpochMs } from '../../../contracts/ids.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { inHandSecondsOf, planOf } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { World } from '../world.ts';
import { type Draft, draftOf, record } from './draft.ts';
import { isUntold, needOf, purposeOf, trackOf } from './leg.ts';
import { needNamed } from './needs.ts';
import { measure } from './onTheWay.ts';
import { deadline } from './pending.ts';
import { chase } from './standDown.ts';

/** A decision later than this after its deadline says so in its events. */
export const lateBeyondMs = 1_000;
/** Within this many seconds of the place nobody is said to stand still. */
const nearlyThereSeconds = 30;
/** Who said nothing at the scene is asked once; without a word after this the officer is told. */
const answerAtSceneMs = 60_000;
/** Whoever promised to call outside is asked whether they have, with pauses that grow up to this. */
const longestCallPauseMs = 10 * 60_000;

export function onTick(incident: Incident, world: World, now: EpochMs): Draft {
  const lateMs = now - (deadline(incident) ?? now);
  const draft: Draft = { ...draftOf(incident, now), ...(lateMs > lateBeyondMs ? { lateMs } : {}) };
  for (const leg of draft.incident.legs) if ((leg.dueAt ?? Infinity) <= now) onLegDue(draft, leg, world);
  return draft;
}

function onLegDue(draft: Draft, leg: Leg, world: World): void {
  switch (leg.state) {
    case 'offered':
    case 'received':
      if (leg.answerBy === undefined || draft.now >= leg.answerBy)
        record(draft, { type: 'leg_timed_out', by: 'policy', leg: leg.id });
      else ringAgain(draft, leg, leg.answerBy, world);
      return;
    case 'accepted':
    case 'en_route':
      lookAfter(draft, leg, world);
      return;
    case 'on_scene':
      askAtTheScene(draft, leg, world);
      return;
    case 'stood_down':
      if (isUntold(leg)) chase(draft, leg, world);
      return;
    case 'timed_out':
    case 'declined':
    case 'done':
      return;
  }
}

function ringAgain(draft: Draft, leg: Leg, answerBy: EpochMs, world: World): void {
  const need = needNamed(draft.incident, needOf(leg));
  const tiers = planOf(world.policy, trackOf(needOf(leg)), need?.plan)?.tiers ?? [];
  const seconds = tiers[leg.tier]?.ringAgainSeconds;
  const next = seconds === undefined ? answerBy : at(Math.min(answerBy, draft.now + seconds * 1000));
  record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'no_answer', dueAt: next });
}

/** Does whoever is on the way get nearer? Without a fresh position only the promised time can say. */
function lookAfter(draft: Draft, leg: Leg, world: World): void {
  const { policy } = world;
  const after = (seconds: number) => at(draft.now + seconds * 1000);
  switch (purposeOf(leg)) {
    case 'calls': {
      const pauseMs = Math.min(
        policy.officerAcknowledgeSeconds * 1000 * 2 ** Math.max(0, (leg.rings ?? 0) - 5),
        longestCallPauseMs,
      );
      record(draft, {
        type: 'leg_updated',
        by: 'policy',
        leg: leg.id,
        because: 'not_called_yet',
        dueAt: at(draft.now + pauseMs),
      });
      return;
    }
    case 'desk':
    case 'told': // in hand for a bounded time: then it is asked for again, and so are they
      record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: after(inHandSecondsOf(policy)) });
      return;
    case 'comes':
    case 'bridge':
  }
  const measured = measure(leg, draft, world);
  const known = defined({ measuredSeconds: measured });
  const dueAt = after(policy.progress.checkSeconds);
  if (standsStill(leg, measured, world)) {
    const pauseMs = Math.min(policy.progress.checkSeconds * 1000 * 2 ** (leg.overdue ?? 0), 3_600_000);
    const again = at(draft.now + pauseMs);
    record(draft, { type: 'leg_doubted', by: 'policy', leg: leg.id, why: 'standing_still', ...known, dueAt: again });
    return;
  }
  if (leg.arriveBy === undefined || draft.now >= leg.arriveBy) {
    const pauseMs = Math.min(policy.arriveGraceSeconds * 1000 * 2 ** (leg.overdue ?? 0), 3_600_000);
    record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: at(draft.now + pauseMs) });
    return;
  }
  const next = at(Math.min(leg.arriveBy, dueAt));
  record(draft, { type: 'leg_progressed', by: 'policy', leg: leg.id, ...known, dueAt: next });
}

function standsStill(leg: Leg, measured: number | undefined, world: World): boolean {
  if (measured === undefined || measured <= nearlyThereSeconds) return false;
  return (leg.measuredSeconds ?? Infinity) - measured < world.policy.progress.leastSeconds;
}

/** Whoever is at the scene is asked once after a while without a word, then the officer is told, less and less often. */
function askAtTheScene(draft: Draft, leg: Leg, world: World): void {
  const overdue = leg.overdue ?? 0;
  if (overdue === 0 && leg.because !== 'still_there') {
    record(draft, {
      type: 'leg_updated',
      by: 'policy',
      leg: leg.id,
      because: 'still_there',
      dueAt: at(draft.now + answerAtSceneMs),
    });
    return;
  }
  const pauseMs = Math.min(world.policy.sceneReviewSeconds * 1000 * 2 ** overdue, 4 * 3_600_000);
  record(draft, { type: 'leg_overdue', by: 'policy', leg: leg.id, dueAt: at(draft.now + pauseMs) });
}
