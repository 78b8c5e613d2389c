// Keeps the managed server from filling the disk by itself: a rewrite of the append-only file needs room for a second copy,
// and a server that cannot append ends (appendfsync always). Without that room it goes on with the long file.
import { type LimitParts, measure } from './limits.ts';

const lookEveryMs = 2_000;

/** Begins to look. A look that fails is repeated: the server is away, and writes nothing. */
export function guardRewrites(parts: LimitParts): { stop(): void } {
  let allowed: boolean | undefined;
  const look = async (): Promise<void> => {
    const { disk, usedBytes } = await measure(parts);
    const room = disk === undefined || disk.freeBytes > parts.reserveBytes + usedBytes;
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
