// A new word makes needs new: what was done before it counts no more, who is on the way hears what has changed, and attend.ts
// asks from the first tier on.
import type { NeedWanted } from '../../../contracts/incident/events.ts';
import { type Draft, record } from './draft.ts';
import { isTravelling } from './leg.ts';

/** Makes these needs new. @param by whose word it was */
export function renew(draft: Draft, needs: NeedWanted[], because: string, by = 'policy'): void {
  if (needs.length > 0) record(draft, { type: 'needs_renewed', by, needs, because });
}

/** Whoever is on the way is told; whoever is at the scene is never rung, they see it. */
export function tellWhoComes(draft: Draft, because: string): void {
  for (const leg of draft.incident.legs)
    if (isTravelling(leg)) record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because });
}
