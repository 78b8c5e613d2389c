// What is kept of one resident because of a daily sign of life: to be read by them, and to go when they are erased. How it stands goes with the agreement (the watch removes it).
import type { Redis } from 'ioredis';
import { CheckInListKind, type CheckInTick, type KeptCheckIn, movedIn } from '../contracts/device/checkIns.ts';
import {
  type CheckInsAt,
  changeList,
  forgetCheckInsTold,
  forgetTicks,
  readCheckIns,
  readCheckInsTold,
  readLists,
  readTicks,
} from './checkIns.ts';
import { storedOf } from './documents.ts';
import { directoryKeys, shardKeys } from './keys.ts';
import { readLatest } from './latest.ts';

/** `told`: when they, or their contacts, were texted; `moved`: when somebody moved before a device of their home last, ms. */
export type CheckInTraces = {
  state?: KeptCheckIn;
  tick?: CheckInTick;
  told: number[];
  lists: { list: CheckInListKind; by: 'added' | 'removed' }[];
  moved: { device: string; at: number }[];
};

type Whose = { resident: string; devices: readonly string[] };

export async function readCheckInTraces(
  redis: Redis,
  where: CheckInsAt,
  { resident, devices }: Whose,
): Promise<CheckInTraces> {
  const [{ of }, ticks, told, lists, moved] = await Promise.all([
    readCheckIns(redis, where),
    readTicks(redis, where),
    readCheckInsTold(redis, where),
    readLists(redis, where),
    readLatest(redis, where.shard, 'moved', devices),
  ]);
  const [state, tick] = [of.get(resident), ticks.get(resident)];
  return {
    ...(state ? { state } : {}),
    ...(tick ? { tick } : {}),
    told: [...told].flatMap(([field, at]) => (isOf(resident, field) ? [at] : [])),
    lists: CheckInListKind.enum.flatMap((list) =>
      (['added', 'removed'] as const).flatMap((by) => (lists[list]?.[by].includes(resident) ? [{ list, by }] : [])),
    ),
    moved: devices.flatMap((device, i) => {
      const found = movedIn(moved[i]);
      return found ? [{ device, at: found.at }] : [];
    }),
  };
}

/** @param homes where they live: what moved before the devices there goes too */
export async function eraseCheckInTraces(
  redis: Redis,
  where: CheckInsAt,
  { resident, homes }: { resident: string; homes: ReadonlySet<string> },
): Promise<void> {
  await forgetTicks(redis, where, [resident]);
  const told = await readCheckInsTold(redis, where);
  await forgetCheckInsTold(
    redis,
    where,
    [...told.keys()].filter((field) => isOf(resident, field)),
  );
  for (const list of CheckInListKind.enum)
    await changeList(redis, where, list, (before) => {
      if (before === undefined || ![...before.added, ...before.removed].includes(resident)) return undefined;
      const without = (ids: readonly string[]): string[] => ids.filter((id) => id !== resident);
      return { ...before, added: without(before.added), removed: without(before.removed) };
    });
  const devices = await devicesIn(redis, where.district, homes);
  if (devices.length > 0) await redis.del(...devices.map((device) => shardKeys(where.shard).latest('moved', device)));
}

const isOf = (resident: string, field: string): boolean => field.startsWith(`${resident}/`);

async function devicesIn(redis: Redis, district: string, homes: ReadonlySet<string>): Promise<string[]> {
  const documents = await redis.hgetall(directoryKeys.documents(district));
  return Object.entries(documents).flatMap(([field, text]) => {
    if (!field.startsWith('devices/')) return [];
    const home = (storedOf(text)?.document as { home?: unknown } | undefined)?.home;
    return typeof home === 'string' && homes.has(home) ? [field.slice('devices/'.length)] : [];
  });
}
