// What is looked at every second: the store's answer, leases that stand still, deadlines that passed, steps of the clock,
// districts whose console nobody has open.
import type { Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import { directoryKeys, shardKeys } from '../store/keys.ts';
import { type Lease, ownerBehindMs, readLeases } from '../store/lease.ts';
import type { Registry } from '../store/registry.ts';
import type { Cause, Watch } from './watch.ts';

export const pulseEveryMs = 1_000;
/** A standby takes over after 3 s (DESIGN "Time"): beyond this nobody has. */
export const silentAfterMs = 5_000;
export const lateAfterMs = 10_000;
export const unwatchedAfterMs = 60_000;
export const stepMs = 2_000;
/** The alarm about a step stands so long after the last one. */
const stepToldMs = 600_000;
/** A sample that took longer says nothing about the clock. */
const quickSampleMs = 500;

export type PulseParts = { redis: Redis; registry: Registry; monotonic: () => number };

const shardsOf = (registry: Registry): ShardId[] => [...new Set(registry.all().map(({ shard }) => shard))];

/** No dispatcher beats for a shard that holds a district. */
export function watchLeases({ redis, registry, monotonic }: PulseParts): Watch {
  const seen = new Map<ShardId, { lease: Lease | undefined; since: number }>();
  return {
    name: 'leases',
    codes: ['dispatcher_silent'],
    everyMs: pulseEveryMs,
    look: async () => {
      const shards = shardsOf(registry);
      const leases = await readLeases(redis, shards);
      const now = monotonic();
      return shards.flatMap((shard, i): Cause[] => {
        const lease = leases[i];
        const last = seen.get(shard);
        const beats = !last || last.lease?.holder !== lease?.holder || last.lease?.beat !== lease?.beat;
        if (beats) seen.set(shard, { lease, since: now });
        const stillMs = now - (seen.get(shard)?.since ?? now);
        if (stillMs < silentAfterMs) return [];
        return [{ code: 'dispatcher_silent', subject: shard, figures: { seconds: Math.round(stillMs / 1000) } }];
      });
    },
  };
}

/**
 * Deadlines that nobody acted on, by their owner's clock (after a step of the server's they are due later or earlier than that
 * one says); and inputs that nobody decided, by the server's, which stamps them (invariant 1).
 */
export function watchLag({ redis, registry }: PulseParts): Watch {
  return {
    name: 'lag',
    codes: ['deadline_lag', 'input_undecided'],
    everyMs: pulseEveryMs,
    look: async () => {
      const now = await serverNow(redis);
      const causes: Cause[] = [];
      for (const shard of shardsOf(registry)) {
        const keys = shardKeys(shard);
        const [, earliest] = await redis.zrange(keys.deadlines, '0', '0', 'WITHSCORES');
        const [oldest] = await redis.xrange(keys.intake, '-', '+', 'COUNT', 1);
        const lateMs = earliest === undefined ? 0 : now - (await ownerBehindMs(redis, shard)) - Number(earliest);
        const waitsMs = oldest === undefined ? 0 : now - Number(oldest[0].split('-')[0]);
        const seconds = (ms: number) => ({ seconds: Math.round(ms / 1000) });
        if (lateMs > lateAfterMs) causes.push({ code: 'deadline_lag', subject: shard, figures: seconds(lateMs) });
        if (waitsMs > lateAfterMs) causes.push({ code: 'input_undecided', subject: shard, figures: seconds(waitsMs) });
      }
      return causes;
    },
  };
}

/** The server's clock against a clock that cannot step. */
export function watchClock({ redis, monotonic }: Pick<PulseParts, 'redis' | 'monotonic'>): Watch {
  let ahead: number | undefined;
  let stepped: { seconds: number; at: number } | undefined;
  return {
    name: 'clock',
    codes: ['clock_drift'],
    everyMs: pulseEveryMs,
    look: async () => {
      const before = monotonic();
      const server = await serverNow(redis);
      const now = monotonic();
      if (now - before < quickSampleMs) {
        const sample = server - now;
        if (ahead !== undefined && Math.abs(sample - ahead) > stepMs)
          stepped = { seconds: Math.round((sample - ahead) / 1000), at: now };
        ahead = sample;
      }
      if (!stepped || now - stepped.at > stepToldMs) return [];
      return [{ code: 'clock_drift', subject: '', figures: { seconds: stepped.seconds } }];
    },
  };
}

/** A console says every 5 s that a duty page of the district is open (console/server/live/live.ts). */
export function watchConsoles({ redis, registry, monotonic }: PulseParts): Watch {
  const unwatched = new Map<string, number>();
  return {
    name: 'consoles',
    codes: ['no_console'],
    everyMs: pulseEveryMs,
    look: async () => {
      const districts = registry.all().map(({ id }) => id);
      if (districts.length === 0) return [];
      const open = await redis.mget(...districts.map((id) => directoryKeys.watched(id)));
      const now = monotonic();
      return districts.flatMap((id, i): Cause[] => {
        if (open[i] !== null) unwatched.delete(id);
        else if (!unwatched.has(id)) unwatched.set(id, now);
        const forMs = now - (unwatched.get(id) ?? now);
        if (forMs < unwatchedAfterMs) return [];
        return [{ code: 'no_console', subject: id, district: id, figures: { seconds: Math.round(forMs / 1000) } }];
      });
    },
  };
}

/** The server's clock, ms. */
export async function serverNow(redis: Redis): Promise<number> {
  const [seconds, microseconds] = await redis.time();
  return Number(seconds) * 1000 + Number(microseconds) / 1000;
}
