import type { Priority } from '../../../contracts/terms.ts';
import { aside, type Draft, record } from './draft.ts';
import { isAsked, needOf } from './leg.ts';
import { isOfCall, isPlanned, needNamed, needsOf } from './needs.ts';
import type { Given, Order, Refusal } from './order.ts';
import { startOf } from './plan.ts';
import { renew } from './renew.ts';
import { standDown } from './standDown.ts';

/** Speak first. Nobody reached is an emergency; for a lamp it is a visit now. */
export function callBack(
  draft: Draft,
  { outcome, text }: Order<'call_back'>,
  { world, by }: Given,
): Refusal | undefined {
  record(draft, { type: 'called_back', by, outcome, ...aside(draft, text) });
  if (outcome === 'spoke') return undefined;
  const { call, home, priority } = draft.incident;
  const isVisit = call === 'service' || call === 'device_fault';
  const urgent: Priority = isVisit ? 2 : 1;
  const rises = priority > urgent;
  if (rises) record(draft, { type: 'priority_changed', by: 'policy', priority: urgent });
  const { needs } = startOf({ call: isVisit ? call : 'sos' }, home, world, draft.now);
  // Whoever had left must come again; who is on the way is.
  const missing = needs.filter(({ need }) => {
    const known = needNamed(draft.incident, need);
    return isOfCall(need) && (rises || known === undefined || known.state === 'ended' || known.state === 'waits');
  });
  renew(draft, missing, 'not_reached');
  return undefined;
}

/** The lamp can be mended in the morning, once a human has spoken with the resident. */
export function wait(draft: Draft, { until: said, text }: Order<'wait'>, { world, by }: Given): Refusal | undefined {
  const { priority } = draft.incident;
  const spoke = needNamed(draft.incident, 'word')?.because === 'spoke';
  if (priority !== 3 || !spoke) return { code: 'cannot_wait' };
  const until = world.instantOf(said);
  if (until === undefined || until <= draft.now) return { code: 'time_passed' };
  if (until > draft.now + waitsAtMostMs) return { code: 'cannot_wait' };
  for (const { need, state } of needsOf(draft.incident)) {
    if (!isPlanned(need) || state === 'ended') continue;
    for (const leg of draft.incident.legs)
      if (needOf(leg) === need && isAsked(leg)) standDown(draft, leg, 'postponed', world, by);
    record(draft, { type: 'need_waits', by, need, until, because: 'postponed', ...aside(draft, text) });
  }
  return undefined;
}

/** What waits longer is a request of the day, no call. */
const waitsAtMostMs = 7 * 24 * 3_600_000;
