// Keeps Redis's memory to what is open and lately closed: now and then, what has been closed for longer than the retention
// goes to the archive. One process of the system runs it; two at once only write a line twice.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { at, type EpochMs, type ShardId } from '../../contracts/ids.ts';
import { limitReached, measure } from '../limits.ts';
import { retireClosed } from './retire.ts';

const everyMsAtMost = 60_000;

export type ArchivingParts = {
  redis: Redis;
  /** where the archive lies; its disk must have more than `reserveBytes` left */
  folder: string;
  dataDir: string;
  reserveBytes: number;
  /** how long a closed incident stays in Redis; 0: for ever */
  keepClosedMs: number;
  /** the shards to look after now */
  shards(): readonly ShardId[];
  now(): EpochMs;
  log: Pick<Logger, 'info' | 'warn'>;
};

export type Archiving = { stop(): Promise<void> };

/** Begins; a turn that fails is said and follows again. */
export function startArchiving(parts: ArchivingParts): Archiving {
  const { keepClosedMs, log } = parts;
  let turn: Promise<void> = Promise.resolve();
  let busy = false;
  const everyMs = Math.min(everyMsAtMost, keepClosedMs / 4);
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    turn = archive(parts)
      .catch((error: unknown) => log.warn({ error: String(error) }, 'archive: not written, the next turn follows'))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  if (keepClosedMs === 0) clearInterval(timer);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}

async function archive({ redis, folder, dataDir, reserveBytes, keepClosedMs, shards, now, log }: ArchivingParts) {
  // The last of the disk is for what is open.
  if (limitReached(await measure({ redis, dataDir }), reserveBytes, undefined) === 'disk') return;
  const closedBefore = at(now() - keepClosedMs);
  for (const shard of shards()) {
    const { moved, damaged } = await retireClosed(redis, { shard, folder, closedBefore });
    if (moved > 0) log.info({ shard, moved }, 'archive: closed incidents moved');
    if (damaged.length > 0)
      log.warn({ shard, damaged: damaged.slice(0, 10), count: damaged.length }, 'archive: not readable, they stay');
  }
}
