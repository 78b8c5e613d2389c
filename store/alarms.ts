// The alarms that stand, and the record of those that stood. Any process raises and clears; edges watch. The scripts run
// past maxmemory: a store that is full must still be able to say so.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { at, type EpochMs } from '../contracts/ids.ts';
import { parsed, readAs, readEach } from '../contracts/json.ts';
import { Alarm, AlarmChange } from '../contracts/system/alarms.ts';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** The record keeps so many changes: months of a quiet system, about 250 bytes each. */
const changesKept = 10_000;

const AlarmCheck = Compile(Alarm);
const ChangeCheck = Compile(AlarmChange);
/** As the script writes it: the alarm as it stood, as text. */
const ClearedCheck = Compile(Type.Object({ alarm: Type.String(), at: Type.Number() }));
const RecordReply = Compile(
  Type.Array(Type.Tuple([Type.String(), Type.Array(Type.Tuple([Type.String(), Type.Array(Type.String())]))])),
);

// KEYS 1 alarms (hash)  2 record (stream)  3 channel   ARGV 1 field  2 alarm (JSON)  3 change (JSON)  4 changes kept
const raiseScript = `#!lua flags=allow-oom
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[4], '*', 'change', ARGV[3])
redis.call('PUBLISH', KEYS[3], ARGV[3])
return 1`;
// The same keys; ARGV 1 field  2 at (ms)  3 changes kept
const clearScript = `#!lua flags=allow-oom
local stood = redis.call('HGET', KEYS[1], ARGV[1])
if not stood then return 0 end
redis.call('HDEL', KEYS[1], ARGV[1])
local change = cjson.encode({alarm = stood, at = tonumber(ARGV[2])})
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[3], '*', 'cleared', change)
redis.call('PUBLISH', KEYS[3], change)
return 1`;

const keys = [directoryKeys.alarms, directoryKeys.alarmRecord, directoryKeys.alarmChannel] as const;
const fieldOf = ({ code, subject }: Pick<Alarm, 'code' | 'subject'>): string => `${code}/${subject}`;

/** Raises an alarm. Standing already, it stays as it was. @returns whether it is new */
export async function raiseAlarm(redis: Redis, alarm: Alarm): Promise<boolean> {
  const change: AlarmChange = { ...alarm, at: alarm.since, change: 'raised' };
  const [json, changeJson] = [JSON.stringify(alarm), JSON.stringify(change)];
  return (await redis.eval(raiseScript, keys.length, ...keys, fieldOf(alarm), json, changeJson, changesKept)) === 1;
}

/** Its cause is gone. @returns whether it stood */
export async function clearAlarm(redis: Redis, alarm: Pick<Alarm, 'code' | 'subject'>, at: EpochMs): Promise<boolean> {
  return (await redis.eval(clearScript, keys.length, ...keys, fieldOf(alarm), at, changesKept)) === 1;
}

/** The alarms that stand, oldest first. */
export async function readAlarms(redis: Redis): Promise<Alarm[]> {
  const alarms = readEach(AlarmCheck, await redis.hvals(directoryKeys.alarms));
  return alarms.sort((a, b) => a.since - b.since);
}

/** The latest changes, newest first. */
export async function readAlarmChanges(redis: Redis, count: number): Promise<AlarmChange[]> {
  const entries = await redis.xrevrange(directoryKeys.alarmRecord, '+', '-', 'COUNT', count);
  return entries.flatMap(([, fields]) => readChange(fields[1]) ?? []);
}

/** The entry of the record that is the newest now; `0-0` while it is empty. */
export async function alarmRecordEnd(redis: Redis): Promise<string> {
  const [last] = await redis.xrevrange(directoryKeys.alarmRecord, '+', '-', 'COUNT', 1);
  return last?.[0] ?? '0-0';
}

/** Changes after an entry of the record, oldest first, undefined where one cannot be read; waits up to `blockMs` for a first one. */
export async function readAlarmRecord(
  blocking: Redis,
  after: string,
  blockMs: number,
): Promise<{ entry: string; change: AlarmChange | undefined }[]> {
  const stream = directoryKeys.alarmRecord;
  const reply: unknown = await blocking.xread('COUNT', 100, 'BLOCK', Math.ceil(blockMs), 'STREAMS', stream, after);
  if (!reply) return [];
  return RecordReply.Parse(reply).flatMap(([, entries]) =>
    entries.map(([entry, fields]) => ({ entry, change: readChange(fields[1]) })),
  );
}

/** The last entry of the record that was told through this gateway; undefined before the first. */
export async function readAlarmsTold(redis: Redis, gateway: string): Promise<string | undefined> {
  return (await redis.hget(directoryKeys.alarmsTold, gateway)) ?? undefined;
}

/** Everything up to this entry was told: a restart goes on behind it. */
export async function markAlarmsTold(redis: Redis, gateway: string, entry: string): Promise<void> {
  await writeAnyway(redis, 'HSET', directoryKeys.alarmsTold, gateway, entry);
}

/** Calls back for each change from now on. @param subscriber may do nothing but subscribe */
export async function watchAlarms(subscriber: Redis, onChange: (change: AlarmChange) => void): Promise<void> {
  subscriber.on('message', (channel: string, text: string) => {
    const change = channel === directoryKeys.alarmChannel ? readChange(text) : undefined;
    if (change) onChange(change);
  });
  await subscriber.subscribe(directoryKeys.alarmChannel);
}

function readChange(text: string | undefined): AlarmChange | undefined {
  const value = parsed(text);
  if (ClearedCheck.Check(value)) {
    const alarm = readAs(AlarmCheck, value.alarm);
    return alarm && { ...alarm, at: at(value.at), change: 'cleared' };
  }
  return ChangeCheck.Check(value) ? value : undefined;
}
