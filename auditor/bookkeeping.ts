// Invariant 1 on what was decided lately: a press with a result that names an incident is in that incident.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import { parsed } from '../contracts/json.ts';
import { feedEnd, readFeed } from '../store/feed.ts';
import { readSoundStates } from '../store/log.ts';
import type { Registry } from '../store/registry.ts';
import type { Cause, Watch } from './watch.ts';

const everyMs = 5_000;
/** An incident keeps so many presses one by one; further ones are counted in the log alone (dispatcher/domain/incident/press.ts). */
const pressesKept = 200;

const ResultCheck = Compile(Type.Object({ outcome: Type.Enum(['incident', 'joined']), incident: Type.String() }));

/** Follows the feed and looks each decided press up in its incident. What is missing stands until the auditor is restarted. */
export function watchBookkeeping({ redis, registry }: { redis: Redis; registry: Registry }): Watch {
  const after = new Map<ShardId, number>();
  const missing = new Map<string, Cause>();
  return {
    name: 'bookkeeping',
    codes: ['press_unbooked'],
    everyMs,
    look: async () => {
      for (const { shard } of registry.all()) if (!after.has(shard)) after.set(shard, await feedEnd(redis, shard));
      if (after.size === 0) return [];
      for (const { shard, number, entry } of await readFeed(redis, after, undefined)) {
        after.set(shard, number);
        if (!entry.input?.key.startsWith('press/')) continue;
        const result = parsed(entry.input.result);
        if (!ResultCheck.Check(result)) continue;
        const [incident] = await readSoundStates(redis, shard, [result.incident as IncidentId]);
        const [, device = '', press = ''] = entry.input.key.split('/');
        const booked = incident?.presses.some((one) => one.device === device && one.id === press);
        if (booked || (incident?.presses.length ?? 0) >= pressesKept) continue;
        missing.set(entry.input.key, { code: 'press_unbooked', subject: result.incident, figures: { press } });
      }
      return [...missing.values()];
    },
  };
}
