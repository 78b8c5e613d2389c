// This month so far: how many called, how many were reached, and how long that took. From the logs of closed incidents;
// worked out again when one is closed, and at most once in a while.
import type { Redis } from 'ioredis';
import type { WallView } from '../../../contracts/incident/views.ts';
import { monthAround } from '../../../contracts/office/month.ts';
import { defined } from '../../../contracts/shapes.ts';
import { isPractised } from '../../../contracts/terms.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readClosed, readLog } from '../../../store/log.ts';

export type Month = WallView['month'];

/** A community has some twenty calls a month; a surge is counted up to here. */
const incidentsAtMost = 2_000;
/** An answer is used for this long. */
const keptMs = 60_000;

const known = new WeakMap<DistrictRegistry, { at: number; month: Promise<Month> }>();

/** @param now server's clock, ms */
export function monthOf(redis: Redis, district: DistrictRegistry, now: number): Promise<Month> {
  const before = known.get(district);
  if (before && now - before.at < keptMs) return before.month;
  const month = count(redis, district, now);
  known.set(district, { at: now, month });
  month.catch(() => known.delete(district)); // whoever asked is told; the next one counts again
  return month;
}

async function count(redis: Redis, district: DistrictRegistry, now: number): Promise<Month> {
  const { from } = monthAround(district.bundle.district.timeZone, now);
  const closed = await readClosed(redis, district.shard, incidentsAtMost);
  const ours = closed.filter(
    (one) =>
      one.district === district.id &&
      one.receivedAt >= from &&
      one.mergedInto === undefined &&
      !isPractised(one.closed?.disposition),
  );
  const seconds: number[] = [];
  for (const { id, receivedAt } of ours) {
    const arrival = (await readLog(redis, district.shard, id)).find(({ type }) => type === 'leg_on_scene');
    if (arrival) seconds.push(Math.round((arrival.at - receivedAt) / 1000));
  }
  seconds.sort((a, b) => a - b);
  const middle = seconds[Math.floor(seconds.length / 2)];
  return { calls: ours.length, reached: seconds.length, ...defined({ medianSeconds: middle }) };
}
