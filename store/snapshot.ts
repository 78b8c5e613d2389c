// A copy of everything in Redis at one instant, while it goes on working: a child of the server writes it.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';

const lookEveryMs = 100;
/** Nothing under way in so many looks after each other, and no snapshot: it failed. */
const idleLooksAtMost = 5;

/**
 * Takes a snapshot: what was acknowledged before the call is in it.
 * @param to where it is to lie, on the disk of the server's folder
 * @throws when the server could not write it; its own log says why
 */
export async function takeSnapshot(redis: Redis, to: string): Promise<void> {
  const before = await progress(redis);
  // SCHEDULE: a rewrite of the append-only file may be under way; the snapshot follows it.
  await redis.call('BGSAVE', 'SCHEDULE');
  for (let idle = 0; ; ) {
    await wait(lookEveryMs);
    const now = await progress(redis);
    if (now.saves > before.saves && !now.saving) break;
    idle = now.saving || now.rewriting ? 0 : idle + 1;
    if (idle > idleLooksAtMost) throw new Error('Redis could not write the snapshot');
  }
  const [, dir = ''] = (await redis.config('GET', 'dir')) as string[];
  const [, name = ''] = (await redis.config('GET', 'dbfilename')) as string[];
  await rename(join(dir, name), to);
}

async function progress(redis: Redis): Promise<{ saves: number; saving: boolean; rewriting: boolean }> {
  const info = await redis.info('persistence');
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  return {
    saves: figure('rdb_saves'),
    saving: figure('rdb_bgsave_in_progress') === 1,
    rewriting: figure('aof_rewrite_in_progress') + figure('aof_rewrite_scheduled') > 0,
  };
}
