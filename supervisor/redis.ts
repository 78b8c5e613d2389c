// The store of a running system: the managed server, started again when it ends, or the server of REDIS_URL, checked.
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Settings } from '../contracts/settings.ts';
import { makeLogins, type StoreLogins } from '../store/acl.ts';
import { connect, type Where } from '../store/connection.ts';
import { guardRewrites } from '../store/rewrites.ts';
import { type ManagedServer, oldestMajor, ServerProblem, startServer } from '../store/server.ts';
import { Halt } from './halt.ts';
import type { Place } from './place.ts';

/** A server given by REDIS_URL must answer within this. */
const answerWithinMs = 5_000;
/** Between two attempts to start the managed server again: twice as long each time, up to the longest. */
const firstPauseMs = 200;
const longestPauseMs = 10_000;

/** Without an answer for so long the managed server hangs and is killed: longer than a slow disk, shorter than a human. */
export const hungAfterMs = 15_000;
const askEveryMs = 1_000;
/** A turn that comes so late says that we ourselves were held up. */
const lateTurnMs = 3_000;

/**
 * `pid` of the managed server, undefined with REDIS_URL. `onDown` is told how the managed server ended or that it hung, and
 * undefined when it is back.
 */
export type Store = {
  where: Where;
  /** who our processes are there; undefined with REDIS_URL, which carries its own */
  logins: StoreLogins | undefined;
  redis: Redis;
  pid(): number | undefined;
  onDown(told: (how: 'ended' | 'hung' | undefined) => void): void;
  stop(): Promise<void>;
};

/** @throws Halt when there is no server to work with */
export async function openStore(settings: Settings, place: Place, says: (sentence: string) => void): Promise<Store> {
  return settings.REDIS_URL === undefined ? manage(settings, place, says) : useGiven(settings.REDIS_URL);
}

async function manage(settings: Settings, place: Place, says: (sentence: string) => void): Promise<Store> {
  const socket = join(place.sockets, 'redis.sock');
  let stopping = false;
  let told: (how: 'ended' | 'hung' | undefined) => void = () => undefined;
  let upSince: number | undefined;
  let server: ManagedServer;
  const logins = await makeLogins(join(place.run, 'redis-admin.json'));
  const start = (): Promise<ManagedServer> =>
    startServer(socket, place.redis, settings.YJT_REDIS_MEMORY_MB, { file: join(place.run, 'redis.acl'), logins });
  try {
    server = await start();
  } catch (error) {
    throw error instanceof ServerProblem ? new Halt(error.message) : error;
  }
  upSince = performance.now();
  const watch = async (): Promise<void> => {
    const how = await server.ended;
    if (stopping) return;
    says(`redis ended (${how}), starting it again`);
    upSince = undefined;
    told('ended');
    for (let pauseMs = firstPauseMs; !stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        server = await start();
        upSince = performance.now();
        told(undefined);
        return void watch();
      } catch (error) {
        says(`redis does not start: ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    }
  };
  void watch();
  const redis = quiet(connect({ socket, login: logins.admin }));
  const asking = watchForHang(
    redis,
    () => upSince,
    () => {
      says(`redis has not answered for ${hungAfterMs / 1000} s, it is killed`);
      told('hung');
      process.kill(server.pid, 'SIGKILL');
    },
  );
  const reserveBytes = settings.YJT_DISK_RESERVE_MB * 1024 * 1024;
  const rewrites = guardRewrites({ redis, dataDir: place.redis, reserveBytes });
  return {
    where: { socket },
    logins,
    redis,
    pid: () => server.pid,
    onDown: (listener) => {
      told = listener;
    },
    stop: async () => {
      stopping = true;
      clearInterval(asking);
      rewrites.stop();
      redis.disconnect();
      await server.stop();
    },
  };
}

/**
 * Asks the server each second while it is up. @param up since when this server has run (performance.now()); undefined: not now
 */
function watchForHang(redis: Redis, up: () => number | undefined, hung: () => void): NodeJS.Timeout {
  let answeredAt = performance.now();
  let askedAt = answeredAt;
  let waiting = false;
  return setInterval(() => {
    const now = performance.now();
    const since = up();
    if (since === undefined || now - askedAt > lateTurnMs) answeredAt = now;
    else answeredAt = Math.max(answeredAt, since);
    askedAt = now;
    if (now - answeredAt > hungAfterMs) {
      answeredAt = now;
      hung();
    }
    if (waiting) return;
    waiting = true;
    redis
      .ping()
      .then(
        () => {
          answeredAt = performance.now();
        },
        () => undefined, // the connection was given up: the next turn asks again
      )
      .finally(() => {
        waiting = false;
      });
  }, askEveryMs);
}

async function useGiven(url: string): Promise<Store> {
  const redis = quiet(connect({ url }));
  const stop = async (): Promise<void> => redis.disconnect();
  const info = await Promise.race([
    redis.info('server').catch((error: Error) => error),
    new Promise<undefined>((done) => setTimeout(() => done(undefined), answerWithinMs).unref()),
  ]);
  if (typeof info !== 'string') {
    await stop();
    throw new Halt(
      `The server of REDIS_URL does not answer${info ? ` (${info.message})` : ''}: check the address and password, or unset REDIS_URL.`,
    );
  }
  const [, version = '0', major = '0'] = /redis_version:((\d+)[\d.]*)/.exec(info) ?? [];
  if (Number(major) < oldestMajor) {
    await stop();
    throw new Halt(`The server of REDIS_URL is Redis ${version}: 7.0 or newer is needed.`);
  }
  return { where: { url }, logins: undefined, redis, pid: () => undefined, onDown: () => undefined, stop };
}

const quiet = (redis: Redis): Redis => redis.on('error', () => undefined); // it comes back by itself; `says` tells when the server ends
