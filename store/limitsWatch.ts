// Says when the store nears its limits, and takes it back when there is room again: one process of the system runs it. It also
// keeps Redis from filling the disk by itself: a rewrite of the append-only file needs room for a second copy.
import type { Alarm, AlarmCode } from '../contracts/alarms.ts';
import type { EpochMs } from '../contracts/ids.ts';
import { clearAlarm, raiseAlarm } from './alarms.ts';
import { type Limit, type LimitParts, limitReached, type Measure, measure } from './limits.ts';

/** An alarm is raised at the first share and taken back below the second. */
const lowAtShare = 0.8;
const wellBelowShare = 0.75;
const lookEveryMs = 2_000;

export type LimitsWatch = { stop(): void };

/** What is to be said: a code, and the figures of the moment at which it began. */
type Stands = readonly [AlarmCode, Alarm['figures']];

/**
 * Begins to watch.
 * @param now the server's clock
 * @param onError told when a look failed; the next one follows
 */
export function watchLimits(
  parts: LimitParts & { now: () => EpochMs; onError: (error: unknown) => void },
): LimitsWatch {
  const { redis, dataDir, reserveBytes, now, onError } = parts;
  let refused: Limit | undefined;
  let before: readonly Stands[] = [];
  let rewrites = true;
  let looking = false;

  const look = async (): Promise<void> => {
    const [found, writing] = await Promise.all([measure(parts), redis.info('persistence')]);
    refused = limitReached(found, reserveBytes, refused);
    const stands: Stands[] = [
      ...(refused === undefined ? [] : [['intake_refused', { why: refused }] as const]),
      ...lowOf(found, (code) => before.some(([stood]) => stood === code)),
      ...writeErrorsOf(writing),
    ];
    for (const code of watched) {
      const figures = stands.find(([one]) => one === code)?.[1];
      if (figures) await raiseAlarm(redis, { code, subject: '', since: now(), figures });
      else await clearAlarm(redis, { code, subject: '' }, now());
    }
    before = stands;
    if (dataDir === undefined || found.disk === undefined) return;
    const room = found.disk.freeBytes > reserveBytes + found.usedBytes;
    if (room === rewrites) return;
    await redis.config('SET', 'auto-aof-rewrite-percentage', room ? '100' : '0');
    rewrites = room;
  };
  const timer = setInterval(() => {
    if (looking) return; // the server hangs: one look at a time
    looking = true;
    look()
      .catch(onError)
      .finally(() => {
        looking = false;
      });
  }, lookEveryMs);
  return { stop: () => clearInterval(timer) };
}

const watched: readonly AlarmCode[] = ['intake_refused', 'disk_low', 'memory_low', 'store_write_errors'];

function lowOf({ memoryShare, disk }: Measure, stood: (code: AlarmCode) => boolean): Stands[] {
  const isLow = (code: AlarmCode, share: number): boolean => share >= (stood(code) ? wellBelowShare : lowAtShare);
  const found: Stands[] = [];
  if (memoryShare !== undefined && isLow('memory_low', memoryShare))
    found.push(['memory_low', { usedPercent: percent(memoryShare) }]);
  if (disk && isLow('disk_low', disk.usedShare))
    found.push(['disk_low', { usedPercent: percent(disk.usedShare), free: megabytes(disk.freeBytes) }]);
  return found;
}

/** What Redis says of its append-only file. */
function writeErrorsOf(persistence: string): Stands[] {
  const failed = ['aof_last_write_status', 'aof_last_bgrewrite_status'].filter((name) =>
    new RegExp(`^${name}:err`, 'm').test(persistence),
  );
  return failed.length === 0 ? [] : [['store_write_errors', { error: failed.join(', ') }]];
}

const percent = (share: number): number => Math.round(share * 100);
const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;
