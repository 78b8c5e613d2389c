// Keeps the managed server from filling the disk by itself: a rewrite of the append-only file needs room for a second copy,
// and a server that cannot append ends (appendfsync always). Without that room it goes on with the long file.
import { type LimitParts, type Measure, measure } from './limits.ts';

const lookEveryMs = 2_000;

/** What goes on being written during a rewrite is a small part of the reserve. */
const marginShare = 0.25;
/** A file so many times what it holds gives back more room than its copy takes. */
const longTimes = 2;

/**
 * May the file be rewritten now? With more than the reserve to spare: yes. Within the reserve: when the copy fits and the long
 * file, which is removed then, gives room back. Otherwise the reserve would be used up with its remedy beside it.
 */
export function roomToRewrite({ disk, usedBytes }: Measure, fileBytes: number, reserveBytes: number): boolean {
  if (disk === undefined || disk.freeBytes > reserveBytes + usedBytes) return true;
  return fileBytes > usedBytes * longTimes && disk.freeBytes > usedBytes + reserveBytes * marginShare;
}

/** Begins to look. A look that fails is repeated: the server is away, and writes nothing. */
export function guardRewrites(parts: LimitParts): { stop(): void } {
  let allowed: boolean | undefined;
  const look = async (): Promise<void> => {
    const [found, persistence] = await Promise.all([measure(parts), parts.redis.info('persistence')]);
    const fileBytes = Number(/^aof_current_size:(\d+)/m.exec(persistence)?.[1] ?? 0);
    const room = roomToRewrite(found, fileBytes, parts.reserveBytes);
    if (room === allowed) return;
    await parts.redis.config('SET', 'auto-aof-rewrite-percentage', room ? '100' : '0');
    allowed = room;
  };
  const timer = setInterval(() => {
    look().catch(() => {
      allowed = undefined; // another server has the standard setting again
    });
  }, lookEveryMs);
  return { stop: () => clearInterval(timer) };
}
