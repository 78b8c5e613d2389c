// Keeps Redis's memory to what is open and lately closed: now and then, what has been closed for longer than the retention
// goes to the archive. One process of the system runs it; two at once only write a line twice.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { at, type EpochMs, type ShardId } from '../../contracts/ids.ts';
import { limitReached, measure } from '../limits.ts';
import { blankSides } from './blank.ts';
import { monthOf } from './month.ts';
import { retireClosed } from './retire.ts';

const everyMsAtMost = 60_000;
/** Texts that have lain long enough are looked for so often, and at the start. */
const blankEveryMs = 6 * 3_600_000;

export type ArchivingParts = {
  redis: Redis;
  /** where the archive lies; its disk must have more than `reserveBytes` left */
  folder: string;
  dataDir: string;
  reserveBytes: number;
  /** how long a closed incident stays in Redis; 0: for ever */
  keepClosedMs: number;
  /** how long texts and positions stay in the archive after closing; 0: for ever */
  keepTextsMs: number;
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
  let blankedAt = Number.NEGATIVE_INFINITY;
  const everyMs = Math.min(everyMsAtMost, keepClosedMs / 4);
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    turn = archive(parts)
      .then(async () => {
        if (parts.keepTextsMs === 0 || performance.now() - blankedAt < blankEveryMs) return;
        await blankOld(parts);
        blankedAt = performance.now();
      })
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

/** What was written about an incident has its time, then it is taken out; that it was stays. */
async function blankOld({ folder, keepTextsMs, now, log }: ArchivingParts): Promise<void> {
  const before = now() - keepTextsMs;
  const blanked = await blankSides(folder, {
    month: (month) => month <= monthOf(before),
    head: ({ closedAt }) => closedAt < before,
  });
  if (blanked > 0) log.info({ blanked }, 'archive: texts and positions of old incidents were taken out');
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
