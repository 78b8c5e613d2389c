// How near the store is to its limits, and that new presses are refused before it reaches them. Past maxmemory Redis refuses
// writes; on a full disk it ends (appendfsync always). So the doors measure by themselves, twice a second, and stop taking
// presses while there is still room for what is open: replies, commands, commits. They take them again by themselves.
import { statfs } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import type { Settings } from '../contracts/settings.ts';

/** What runs short. */
export type Limit = 'memory' | 'disk';

/** What was found. `memoryShare`: absent when the server has no limit; `disk`: absent when the disk is not ours to see. */
export type Measure = {
  usedBytes: number;
  memoryShare?: number;
  disk?: { freeBytes: number; usedShare: number };
};

/** Where to look. `dataDir`: only with the managed server, whose files lie there. */
export type LimitParts = { redis: Redis; dataDir: string | undefined; reserveBytes: number };

/** Where a process of ours looks. */
export const limitPartsOf = (
  settings: Pick<Settings, 'YJT_REDIS_SOCKET' | 'DATA_DIR' | 'YJT_DISK_RESERVE_MB'>,
  redis: Redis,
): LimitParts => ({
  redis,
  dataDir: settings.YJT_REDIS_SOCKET === undefined ? undefined : settings.DATA_DIR,
  reserveBytes: settings.YJT_DISK_RESERVE_MB * 1024 * 1024,
});

/** Presses are refused from this share of the memory on, and taken again below the second: it does not flicker. */
const memoryFullShare = 0.9;
const memoryAgainShare = 0.85;
/** Below the reserve presses are refused; taken again when there is so many times the reserve. */
const diskAgainTimes = 1.25;
/** At ten thousand presses a second some 20 MB come in between two looks: the reserve covers that many times over. */
const measureEveryMs = 500;

/** Looks once. Throws when the server does not answer. */
export async function measure({ redis, dataDir }: Pick<LimitParts, 'redis' | 'dataDir'>): Promise<Measure> {
  const [info, files] = await Promise.all([
    redis.info('memory'),
    dataDir === undefined ? undefined : statfs(dataDir).catch(() => undefined), // removed under us: the server says it first
  ]);
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  // What Redis itself compares with its limit.
  const usedBytes = figure('used_memory') - figure('mem_not_counted_for_evict');
  const limit = figure('maxmemory');
  const used = files && files.blocks - files.bfree;
  return {
    usedBytes,
    ...(limit > 0 ? { memoryShare: usedBytes / limit } : {}),
    ...(files && used !== undefined
      ? { disk: { freeBytes: files.bavail * files.bsize, usedShare: used / Math.max(1, used + files.bavail) } }
      : {}),
  };
}

/** What runs too short for presses, seen from what was so before. */
export function limitReached(
  { memoryShare, disk }: Measure,
  reserveBytes: number,
  before: Limit | undefined,
): Limit | undefined {
  const memoryAt = before === 'memory' ? memoryAgainShare : memoryFullShare;
  const diskAt = before === 'disk' ? reserveBytes * diskAgainTimes : reserveBytes;
  if (disk !== undefined && disk.freeBytes < diskAt) return 'disk';
  return memoryShare !== undefined && memoryShare >= memoryAt ? 'memory' : undefined;
}

/** A press was not taken: its sender must not be told that it was. */
export class PressRefused extends Error {
  readonly limit: Limit;

  constructor(limit: Limit) {
    super(`${limit} is nearly full: new presses are refused`);
    this.limit = limit;
  }
}

/** What a door asks before it takes a press. */
export type Limits = {
  /** @throws PressRefused */
  admitPress(): void;
  /**
   * The reserve of the disk is being used: what is open needs it, so whatever can be done without is not written. The memory is
   * no reason: such values replace each other there.
   */
  sparing(): boolean;
  /** As found last. */
  measured(): Measure;
  stop(): void;
};

/** Begins to measure. While the server is away the last judgement stands; nothing can be stored then anyway. */
export async function startLimits(parts: LimitParts): Promise<Limits> {
  let found = await measure(parts);
  let reached = limitReached(found, parts.reserveBytes, undefined);
  const look = async (): Promise<void> => {
    found = await measure(parts);
    reached = limitReached(found, parts.reserveBytes, reached);
  };
  const timer = setInterval(() => void look().catch(() => undefined), measureEveryMs);
  return {
    admitPress: () => {
      if (reached !== undefined) throw new PressRefused(reached);
    },
    sparing: () => reached === 'disk',
    measured: () => found,
    stop: () => clearInterval(timer),
  };
}
