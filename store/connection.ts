// Connections to Redis: a unix socket of the managed server, or REDIS_URL.
import { Redis } from 'ioredis';
import type { Settings } from '../contracts/settings.ts';
import { defined } from '../contracts/shapes.ts';
import type { Login } from './acl.ts';

/** Where the server is: an absolute path of a unix socket with a login (acl.ts), or a redis:// or rediss:// address. */
export type Where = { socket: string; login?: Login } | { url: string };

/** Where the settings say that the server is. */
export function whereOf(
  settings: Pick<Settings, 'YJT_REDIS_SOCKET' | 'YJT_REDIS_USER' | 'YJT_REDIS_PASSWORD' | 'REDIS_URL'>,
): Where {
  const { YJT_REDIS_SOCKET: socket, YJT_REDIS_USER: username, YJT_REDIS_PASSWORD: password } = settings;
  if (socket !== undefined)
    return { socket, ...(username === undefined || password === undefined ? {} : { login: { username, password } }) };
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
    reconnectOnError: leavesReadOnly(),
    ...defined({ connectionName: name }),
  };
  const redis = 'url' in where ? new Redis(where.url, common) : new Redis(where.socket, { ...common, ...where.login });
  standing.add(redis);
  redis.on('end', () => standing.delete(redis));
  return redis;
}

/** What an old master says once another one is: behind the address that was given the new one answers. */
const readOnly = /^READONLY /;
/** A server that stays so is not dialled without end. */
const dialsAgainEveryMs = 1_000;

/** Connections of this process: those that only read are told nothing by a server that is no master any more. */
const standing = new Set<Redis>();

/** Leaves such a server for whoever answers now at its address, with all connections. What failed is not sent again: its caller knows whether it may be. */
function leavesReadOnly(): (error: Error) => boolean {
  let last = Number.NEGATIVE_INFINITY;
  return ({ message }) => {
    const now = performance.now();
    if (!readOnly.test(message) || now - last < dialsAgainEveryMs) return false;
    last = now;
    for (const one of standing) if (one.status === 'ready') one.disconnect(true);
    return true;
  };
}

/**
 * Calls back when this connection has come back to another server than before: one that was started again, took over, or
 * was restored from a backup. What was read from the old one may no longer be so.
 */
export function onOtherServer(redis: Redis, changed: () => void): void {
  let known: string | undefined;
  const ask = (): void => {
    redis.info('server').then(
      (info) => {
        const id = /run_id:(\w+)/.exec(info)?.[1];
        if (known !== undefined && id !== known) changed();
        known = id;
      },
      () => undefined, // away again: the next `ready` asks again
    );
  };
  redis.on('ready', ask);
  if (redis.status === 'ready') ask(); // it stands already: the first change would be no change
}
