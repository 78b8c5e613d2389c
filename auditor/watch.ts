// A watch looks at something now and then and says which alarms should stand. What stands and should not is cleared, so
// that an auditor that was started again goes on where the last one was.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { at } from '../contracts/ids.ts';
import type { Alarm, AlarmCode } from '../contracts/system/alarms.ts';
import { clearAlarm, raiseAlarm, readAlarms } from '../store/alarms.ts';

/** An alarm that should stand, before it is dated. */
export type Cause = Omit<Alarm, 'since'>;
/** `codes`: the alarms that this watch alone raises and clears. */
export type Watch = { name: string; codes: readonly AlarmCode[]; everyMs: number; look(): Promise<Cause[]> };

export type WatchParts = { redis: Redis; onError(watch: string, error: unknown): void };

/** Runs watches side by side until it is stopped. A look that fails is said, changes no alarm and is repeated. */
export function startWatches(watches: readonly Watch[], { redis, onError }: WatchParts): { stop(): Promise<void> } {
  const ending = new AbortController();
  const running = watches.map(async (watch) => {
    while (!ending.signal.aborted) {
      try {
        await settle(redis, watch.codes, await watch.look());
      } catch (error) {
        onError(watch.name, error);
      }
      await wait(watch.everyMs, undefined, { signal: ending.signal }).catch(() => undefined); // the end cuts it short
    }
  });
  return {
    stop: async () => {
      ending.abort();
      await Promise.allSettled(running);
    },
  };
}

/** Raises what should stand, clears what should not. */
export async function settle(redis: Redis, codes: readonly AlarmCode[], causes: readonly Cause[]): Promise<void> {
  const now = at(Date.now());
  for (const cause of causes) await raiseAlarm(redis, { ...cause, since: now });
  const wanted = new Set(causes.map(({ code, subject }) => `${code}/${subject}`));
  for (const alarm of await readAlarms(redis))
    if (codes.includes(alarm.code) && !wanted.has(`${alarm.code}/${alarm.subject}`))
      await clearAlarm(redis, alarm, now);
}
