// Does anybody look whether people have given their sign of life? A watch that stopped, or trips over a document each minute, misses nobody and says nothing.
import type { Redis } from 'ioredis';
import type { Resident } from '../contracts/office/community.ts';
import type { Lockable } from '../contracts/office/personal.ts';
import { readCheckInBeat } from '../store/checkIns.ts';
import type { Registry } from '../store/registry.ts';
import type { Cause, Watch } from './watch.ts';

const everyMs = 60_000;
const silentMs = 5 * 60_000;

/** @param now the wall clock, ms */
export function watchCheckIns({
  redis,
  registry,
  now = () => Date.now(),
}: {
  redis: Redis;
  registry: Registry;
  now?: () => number;
}): Watch {
  /** Since when each district has somebody who has agreed, as far as it was seen here: what has just begun has no beat yet. */
  const begun = new Map<string, number>();
  return {
    name: 'checkIns',
    codes: ['checkins_stopped'],
    everyMs,
    look: async () => {
      const causes: Cause[] = [];
      for (const { id, shard, bundle } of registry.all()) {
        if (!bundle.residents.some(hasAgreed)) {
          begun.delete(id);
          continue;
        }
        const since = begun.get(id) ?? now();
        begun.set(id, since);
        const beat = await readCheckInBeat(redis, { shard, district: id });
        const silent = now() - Math.max(since, beat?.at ?? 0);
        if (silent < silentMs) continue;
        causes.push({
          ...{ code: 'checkins_stopped', subject: id, district: id },
          figures: { minutes: Math.floor(silent / 60_000) },
        });
      }
      return causes;
    },
  };
}

const hasAgreed = ({ checkIn, locked }: Resident & Lockable): boolean =>
  checkIn !== undefined || locked?.includes('checkIn') === true;
