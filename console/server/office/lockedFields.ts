// Personal fields whose key is missing are an alarm, as long as it is; so is a key that is in memory alone.
import type { Redis } from 'ioredis';
import { clearAlarm, raiseAlarm } from '../../../store/alarms.ts';
import type { Registry } from '../../../store/registry.ts';
import type { KeyRing } from '../../../store/secrets/keyRing.ts';
import type { ServerClock } from '../clock.ts';
import { every, type Told } from '../repeat.ts';

const lookEveryMs = 2_000;

/** Looks every two seconds, as one who puts the key back watches the alarm. */
export function watchLockedFields(parts: {
  redis: Redis;
  registry: Registry;
  clock: ServerClock;
  keys: KeyRing;
  log: Told;
}): NodeJS.Timeout {
  const { redis, registry, clock, keys, log } = parts;
  const told = new Map<string, boolean>();
  return every(lookEveryMs, 'console: locked fields', log, async () => {
    // A command may be a card that somebody must touch: it is asked only while there is no key. A file is looked at.
    if (keys.current === undefined || (keys.source !== undefined && 'file' in keys.source)) await keys.refresh();
    for (const { id, locked } of registry.all()) {
      const missing = locked > 0 || keys.current === undefined || keys.away;
      if (told.get(id) === missing) continue;
      const alarm = { code: 'fields_locked' as const, subject: id };
      const figures = { documents: locked, why: keys.why ?? '' };
      if (missing) await raiseAlarm(redis, { ...alarm, district: id, since: clock.now(), figures });
      else await clearAlarm(redis, alarm, clock.now());
      told.set(id, missing);
    }
  });
}
