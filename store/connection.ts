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

/** `name` is what the server's CLIENT LIST shows. `blocking`: the connection waits in XREAD BLOCK or subscribes. */
export type ConnectionOptions = { blocking?: boolean; name?: string };

/**
 * Opens a connection. Reconnects by itself within 0.5 s of the server's return; commands sent meanwhile wait, bounded
 * by the caller's own time limit.
 */
export function connect(where: Where, { name }: ConnectionOptions = {}): Redis {
  const common = {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt: number) => Math.min(50 * attempt, 500),
    noDelay: true,
    socketTimeout: socketTimeoutMs, // counts only while an answer is awaited; no blocking read waits longer than 1 s
    keepAlive: 10_000,
    ...(name === undefined ? {} : { connectionName: name }),
  };
  return 'url' in where ? new Redis(where.url, common) : new Redis(where.socket, common);
}

/**
 * Calls back when this connection has come back to another server than before: one that was started again, took over, or
 * was restored from a backup. What was read from the old one may no longer be so.
 */
export function onOtherServer(redis: Redis, changed: () => void): void {
  let known: string | undefined;
  redis.on('ready', () => {
    redis.info('server').then(
      (info) => {
        const id = /run_id:(\w+)/.exec(info)?.[1];
        if (known !== undefined && id !== known) changed();
        known = id;
      },
      () => undefined, // away again: the next `ready` asks again
    );
  });
}
