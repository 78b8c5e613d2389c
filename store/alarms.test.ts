// Alarms on a real Redis: they stand until cleared, are recorded once, and can be raised when the store is full.
import { describe, expect, it } from 'vitest';
import { at } from '../contracts/ids.ts';
import type { Alarm, AlarmChange } from '../contracts/system/alarms.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { until } from '../test/system.ts';
import { clearAlarm, raiseAlarm, readAlarmChanges, readAlarms, watchAlarms } from './alarms.ts';

const server = await ofThisFile(TestRedis.start());

const disk: Alarm = { code: 'disk_low', subject: '', since: at(1_000), figures: { usedPercent: 81 } };

describe('an alarm', () => {
  it('stands once however often it is raised, until it is cleared, and watchers hear of both', async () => {
    const redis = server.open();
    const heard: AlarmChange[] = [];
    await watchAlarms(server.open({ blocking: true }), (change) => heard.push(change));
    expect(await raiseAlarm(redis, disk)).toBe(true);
    expect(await raiseAlarm(redis, { ...disk, since: at(2_000) })).toBe(false);
    expect(await readAlarms(redis)).toEqual([disk]);
    expect(await clearAlarm(redis, disk, at(9_000))).toBe(true);
    expect(await clearAlarm(redis, disk, at(9_500))).toBe(false);
    expect(await readAlarms(redis)).toEqual([]);
    await until(() => expect(heard.map(({ change }) => change)).toEqual(['raised', 'cleared']));
    expect(await readAlarmChanges(redis, 10)).toEqual([
      { ...disk, at: 9_000, change: 'cleared' },
      { ...disk, at: 1_000, change: 'raised' },
    ]);
  });

  it('can be raised and cleared when the store refuses every other write', async () => {
    const redis = server.open();
    await redis.config('SET', 'maxmemory', '1');
    await expect(redis.set('x', 'y')).rejects.toThrow('OOM');
    const full: Alarm = { code: 'memory_low', subject: '', since: at(1), figures: {} };
    expect(await raiseAlarm(redis, full)).toBe(true);
    expect(await clearAlarm(redis, full, at(2))).toBe(true);
    await redis.config('SET', 'maxmemory', '0');
  });
});
