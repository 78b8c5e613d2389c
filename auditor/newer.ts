// What a newer program has stored and no dispatcher here knows: until one comes everything behind it waits (dispatcher/loop.ts).
import type { Redis } from 'ioredis';
import { newerKind } from '../contracts/incident/inputs.ts';
import { readIntake } from '../store/intake.ts';
import { shardKeys } from '../store/keys.ts';
import type { Registry } from '../store/registry.ts';
import type { Cause, Watch } from './watch.ts';

const everyMs = 2_000;

export function watchNewer({ redis, registry }: { redis: Redis; registry: Registry }): Watch {
  return {
    name: 'newer',
    codes: ['version_behind'],
    everyMs,
    look: async () => {
      const causes: Cause[] = [];
      for (const shard of new Set(registry.all().map((district) => district.shard))) {
        const cursor = (await redis.hget(shardKeys(shard).sequence, 'cursor')) ?? '0-0';
        const [next] = (await readIntake(redis, new Map([[shard, cursor]]), 1, undefined)).get(shard) ?? [];
        const kind = next && newerKind(next.text);
        if (kind !== undefined) causes.push({ code: 'version_behind', subject: shard, figures: { kind } });
      }
      return causes;
    },
  };
}
