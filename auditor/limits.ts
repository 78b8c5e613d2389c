// Says when the store nears its limits or fails to write, and takes it back when there is room again. The doors themselves
// refuse presses by the same measure (store/limits.ts), whether this process runs or not.
import type { Alarm, AlarmCode } from '../contracts/system/alarms.ts';
import { type Limit, type LimitParts, limitReached, type Measure, measure } from '../store/limits.ts';
import type { Cause, Watch } from './watch.ts';

const everyMs = 2_000;
/** An alarm is raised at the first share and taken back below the second: it does not flicker. */
const lowAtShare = 0.8;
const wellBelowShare = 0.75;

export function watchLimits(parts: LimitParts): Watch {
  let refused: Limit | undefined;
  let before: readonly Cause[] = [];
  return {
    name: 'limits',
    codes: ['intake_refused', 'disk_low', 'memory_low', 'store_write_errors', 'store_not_kept'],
    everyMs,
    look: async () => {
      const [found, persistence] = await Promise.all([measure(parts), parts.redis.info('persistence')]);
      refused = limitReached(found, parts.reserveBytes, refused);
      before = [
        ...(refused === undefined ? [] : [cause('intake_refused', { why: refused })]),
        ...lowOf(found, (code) => before.some((stood) => stood.code === code)),
        ...writeErrorsOf(persistence),
        ...(/^aof_enabled:0/m.test(persistence) ? [cause('store_not_kept', {})] : []),
      ];
      return [...before];
    },
  };
}

const cause = (code: AlarmCode, figures: Alarm['figures']): Cause => ({ code, subject: '', figures });

function lowOf({ memoryShare, disk }: Measure, stood: (code: AlarmCode) => boolean): Cause[] {
  const isLow = (code: AlarmCode, share: number): boolean => share >= (stood(code) ? wellBelowShare : lowAtShare);
  const found: Cause[] = [];
  if (memoryShare !== undefined && isLow('memory_low', memoryShare))
    found.push(cause('memory_low', { usedPercent: percent(memoryShare) }));
  if (disk && isLow('disk_low', disk.usedShare))
    found.push(cause('disk_low', { usedPercent: percent(disk.usedShare), free: megabytes(disk.freeBytes) }));
  return found;
}

/** What Redis says of its append-only file. */
function writeErrorsOf(persistence: string): Cause[] {
  const failed = ['aof_last_write_status', 'aof_last_bgrewrite_status'].filter((name) =>
    new RegExp(`^${name}:err`, 'm').test(persistence),
  );
  return failed.length === 0 ? [] : [cause('store_write_errors', { error: failed.join(', ') })];
}

const percent = (share: number): number => Math.round(share * 100);
const megabytes = (bytes: number): string => `${Math.floor(bytes / 1024 / 1024)} MB`;
