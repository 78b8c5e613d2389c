// What happens when nobody answers: the next of the same tier, then the next tier, then the last one again and again,
// louder, until a human acts. Who comes first inside a tier: nearest.ts.

import { at } from '../../contracts/ids.ts';
import type { Track } from '../../contracts/incident.ts';
import { type Draft, record } from './draft.ts';
import { isAsked, legsOf } from './leg.ts';
import { nearest } from './nearest.ts';
import type { World } from './world.ts';

/** How often the last tier is asked again when every tier is spent. */
export const againAfterMs = 60_000;

/** Offers the incident to the next person of a track, skipping tiers where nobody can be asked. */
export function escalate(draft: Draft, track: Track, world: World): void {
  const tiers = world.policy.tracks[track];
  for (let tier = standing(draft, track); tier < tiers.length; tier++) {
    const rule = tiers[tier];
    if (!rule) break;
    const asked = legsOf(draft.incident, track).filter((leg) => leg.tier === tier && !leg.byHand).length;
    if (asked >= rule.attempts) continue;
    const { chosen, travelSeconds, candidates } = nearest(rule.role, draft.incident, world);
    if (chosen) {
      record(draft, {
        type: 'leg_offered',
        by: 'policy',
        leg: { id: `L${draft.incident.legs.length + 1}`, track, tier, responder: chosen.id, travelSeconds },
        dueAt: at(draft.now + rule.answerWithinSeconds * 1000),
        candidates,
        byHand: false,
      });
      return;
    }
    record(draft, { type: 'tier_empty', by: 'policy', track, tier, role: rule.role, dueAt: draft.now });
  }
  exhaust(draft, track);
}

/** Every tier is spent: ring those of the last one again, and say so to the officer. Never a silent end. */
export function exhaust(draft: Draft, track: Track): void {
  for (const leg of legsOf(draft.incident, track).filter(isAsked))
    record(draft, { type: 'leg_updated', by: 'policy', leg: leg.id, because: 'nobody_answered' });
  record(draft, { type: 'track_exhausted', by: 'policy', track, dueAt: at(draft.now + againAfterMs) });
}

const standing = (draft: Draft, track: Track): number =>
  draft.incident.tracks.find((one) => one.track === track)?.tier ?? 0;
