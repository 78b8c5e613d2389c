// The dead-man of each source: one that has said nothing for its time is told to the duty officer, until it speaks again. And a refusal is over when
// nothing more was refused for a while.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { at, type EpochMs } from '../contracts/ids.ts';
import type { Source } from '../contracts/office/source.ts';
import type { Alarm, AlarmCode } from '../contracts/system/alarms.ts';
import { clearAlarm, raiseAlarm, readAlarms } from '../store/alarms.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { beatReceiver } from '../store/foreign/receiverBeat.ts';
import { readCounts, watchedSince } from '../store/foreign/watching.ts';
import type { Registry } from '../store/registry.ts';

const lookEveryMs = 5_000;
const refusedLastsMs = 10 * 60_000;
const minuteMs = 60_000;

type Parts = {
  redis: Redis;
  registry: Registry;
  log: Pick<Logger, 'warn'>;
  /** what is wrong with the door of a source (`district/source`) */
  whyNot(key: string): string | undefined;
};

/** One look: what stands, as it was read when it began, and since when which door is not open. */
type Look = Parts & { standing: readonly Alarm[]; closedSince: Map<string, number>; now: EpochMs };

/** Looks again and again until it is stopped. */
export function watchSources(parts: Parts): { stop(): void } {
  const closedSince = new Map<string, number>();
  const look = async (): Promise<void> => {
    const standing = (await readAlarms(parts.redis)).filter(({ code }) => ofSources.has(code));
    const one: Look = { ...parts, standing, closedSince, now: at(Date.now()) };
    for (const district of parts.registry.all())
      for (const source of district.sources.values()) {
        await lookAt(one, district, source);
        await lookAtDoor(one, district, source);
      }
    await clearGone(one);
    await beatReceiver(parts.redis, Date.now());
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    look()
      .catch((error: unknown) => parts.log.warn({ error: String(error) }, 'receiver: sources could not be looked at'))
      .finally(() => {
        looking = false;
      });
  }, lookEveryMs);
  return { stop: () => clearInterval(timer) };
}

const ofSources: ReadonlySet<string> = new Set([
  'source_silent',
  'source_refused',
  'source_not_open',
  'device_unclear',
  'gateway_down',
] satisfies AlarmCode[]);

/** Raises or clears it; what stands already, or does not, costs no way to the store. */
async function tell(
  { redis, standing, now }: Look,
  district: DistrictRegistry,
  { id, name }: Source,
  { code, since = now, figures }: { code: AlarmCode; since?: EpochMs; figures?: Alarm['figures'] | undefined },
): Promise<void> {
  const subject = `${district.id}/${id}`;
  const stands = standing.some((one) => one.code === code && one.subject === subject);
  if (figures === undefined && stands) await clearAlarm(redis, { code, subject }, now);
  if (figures !== undefined && !stands)
    await raiseAlarm(redis, { code, subject, district: district.id, since, figures: { name, ...figures } });
}

async function lookAt(look: Look, district: DistrictRegistry, source: Source): Promise<void> {
  const { redis, now } = look;
  const where = { shard: district.shard, source: source.id };
  const begun = await watchedSince(redis, where, now);
  const { heardAt = begun, refusedAt } = await readCounts(redis, where);
  const { silentAfterMinutes: minutes } = source;
  const isSilent = minutes !== undefined && now - heardAt > minutes * minuteMs;
  await tell(look, district, source, { code: 'source_silent', figures: isSilent ? { minutes } : undefined });
  if (refusedAt !== undefined && now - refusedAt > refusedLastsMs)
    await tell(look, district, source, { code: 'source_refused' });
}

/** A door that is not open since so long is told of: a broker that starts again is back by then. */
const closedForMs = 30_000;

async function lookAtDoor(look: Look, district: DistrictRegistry, source: Source): Promise<void> {
  const { whyNot, closedSince, now } = look;
  const key = `${district.id}/${source.id}`;
  const why = whyNot(key);
  if (why === undefined) closedSince.delete(key);
  else if (!closedSince.has(key)) closedSince.set(key, now);
  const since = closedSince.get(key) ?? now;
  const isClosed = why !== undefined && now - since >= closedForMs;
  const figures = isClosed ? { why: why.slice(0, 100) } : undefined;
  if (isClosed || why === undefined)
    await tell(look, district, source, { code: 'source_not_open', since: at(since), figures });
}

/** Of a source that was taken out of the registry nothing is told any more. */
async function clearGone({ redis, registry, standing, closedSince, now }: Look): Promise<void> {
  const isGone = (subject: string): boolean => {
    const [district = '', source = ''] = subject.split('/');
    return registry.district(district)?.sources.has(source) !== true;
  };
  for (const { code, subject } of standing) if (isGone(subject)) await clearAlarm(redis, { code, subject }, now);
  for (const key of closedSince.keys()) if (isGone(key)) closedSince.delete(key);
}
