// Documents of a registry that an earlier version stored, as ones of today. Version 1 had one list of tiers a track for every
// kind of call, one role for all volunteers, and no roster.
import type { Policy, Tier } from './policy.ts';

type Old = {
  kinds: Record<string, { priority: 1 | 2 | 3; tracks: ('grid' | 'health')[] }>;
  tracks: Record<'grid' | 'health', { role: string; attempts: number; answerWithinSeconds: number }[]>;
} & Record<string, unknown>;

/** Brings a stored document up to today's shape; one of today, or one that is not ours, is handed back as it is. */
export function upcastDocument(kind: string, document: unknown): unknown {
  if (typeof document !== 'object' || document === null) return document;
  if (kind === 'responders' && 'role' in document && document.role === 'volunteer')
    return { ...document, role: 'resident_activist' };
  if (kind === 'policy' && 'tracks' in document && 'kinds' in document) return policyOf(document as unknown as Old);
  return document;
}

/** What the old policy did, in today's words; what it did not know is as in the sample. */
function policyOf({ kinds, tracks, ...rest }: Old): Policy {
  const everyKind = {
    missed_checkin: kinds.service,
    device_fault: kinds.service,
    unreadable_input: kinds.service,
    ...kinds,
  };
  const plan = (track: 'grid' | 'health') => ({ id: track, track, name: track, tiers: tracks[track].map(tierOf) });
  return {
    ...(rest as unknown as Pick<Policy, 'arriveGraceSeconds' | 'speeds'> & Policy),
    calls: Object.entries(everyKind).flatMap(([kind, rule]) => {
      const plans = Object.fromEntries((rule?.tracks ?? ['grid']).map((track) => [track, track]));
      return [{ kind: kind as Policy['calls'][number]['kind'], priority: rule?.priority ?? 2, plans }];
    }),
    plans: [plan('grid'), plan('health')],
    channels: [],
    whenSpent: { roles: ['community_officer'], everySeconds: [60] },
    weights: { ownGridTieSeconds: 20, bridgeSeconds: 60, busySeconds: 120, notConnectedSeconds: 180 },
    positionFreshSeconds: 120,
    progress: { checkSeconds: 90, leastSeconds: 10 },
    fix: { freshSeconds: 120, accuracyMetres: 100, awayMetres: 150 },
    linkWithinSeconds: 60,
    reopenWithinHours: 72,
    readiness: {
      withinSeconds: 300,
      roles: ['grid_coordinator', 'resident_activist'],
      healthRoles: ['health_desk', 'doctor'],
      deviceSilentHours: 25,
      batteryLowPercent: 20,
      answeredWithinHours: 24,
    },
  };
}

const tierOf = ({ role, attempts, answerWithinSeconds }: Old['tracks']['grid'][number]): Tier => ({
  name: role,
  who: [
    {
      roles: [role === 'volunteer' ? 'resident_activist' : (role as Tier['who'][number]['roles'][number])],
      area: 'community',
      inParallel: attempts,
    },
  ],
  answerWithinSeconds,
  channels: ['app'],
});
