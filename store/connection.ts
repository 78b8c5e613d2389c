// Connections to Redis: a unix socket of the managed server, or REDIS_URL.
import { Redis } from 'ioredis';
import type { Settings } from '../contracts/settings.ts';

/** Where the server is: an absolute path of a unix socket, or a redis:// or rediss:// address. */
export type Where = { socket: string } | { url: string };

/** Where the settings say that the server is. */
export function whereOf(settings: Pick<Settings, 'YJT_REDIS_SOCKET' | 'REDIS_URL'>): Where {
  if (settings.YJT_REDIS_SOCKET !== undefined) return { socket: settings.YJT_REDIS_SOCKET };
  return { url: settings.REDIS_URL ?? 'redis://127.0.0.1:6379' };
}

/** A hung server is noticed after this long without an answer (facts: without it acknowledged writes are lost). */
export const socketTimeoutMs = 6_000;

/**
 * Opens a connection. Reconnects by itself within 0.5 s of the server's return; commands sent meanwhile wait, bounded
 * by the caller's own time limit.
 * @param blocking the connection waits in XREAD BLOCK, so silence on it is normal
 */
export function connect(where: Where, { blocking = false }: { blocking?: boolean } = {}): Redis {
  const common = {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) => Math.min(50 * attempt, 500),
    noDelay: true,
    ...(blocking ? {} : { socketTimeout: socketTimeoutMs }),
  };
  return 'url' in where ? new Redis(where.url, common) : new Redis(where.socket, common);
}
