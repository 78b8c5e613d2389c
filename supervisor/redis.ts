// The store of a running system: the managed server, started again when it ends, or the server of REDIS_URL, checked.
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { Settings } from '../contracts/settings.ts';
import { connect, type Where } from '../store/connection.ts';
import { type ManagedServer, oldestMajor, ServerProblem, startServer } from '../store/server.ts';
import { Halt } from './halt.ts';
import type { Place } from './place.ts';

/** A server given by REDIS_URL must answer within this. */
const answerWithinMs = 5_000;
/** Between two attempts to start the managed server again: twice as long each time, up to the longest. */
const firstPauseMs = 200;
const longestPauseMs = 10_000;

/** @property pid of the managed server, undefined with REDIS_URL */
export type Store = { where: Where; redis: Redis; pid(): number | undefined; stop(): Promise<void> };

/** @throws Halt when there is no server to work with */
export async function openStore(settings: Settings, place: Place, says: (sentence: string) => void): Promise<Store> {
  return settings.REDIS_URL === undefined ? manage(place, says) : useGiven(settings.REDIS_URL);
}

async function manage(place: Place, says: (sentence: string) => void): Promise<Store> {
  const socket = join(place.sockets, 'redis.sock');
  let stopping = false;
  let server: ManagedServer;
  try {
    server = await startServer(socket, place.redis);
  } catch (error) {
    throw error instanceof ServerProblem ? new Halt(error.message) : error;
  }
  const watch = async (): Promise<void> => {
    const how = await server.ended;
    if (stopping) return;
    says(`redis ended (${how}), starting it again`);
    for (let pauseMs = firstPauseMs; !stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        server = await startServer(socket, place.redis);
        return void watch();
      } catch (error) {
        says(`redis does not start: ${error instanceof Error ? error.message : String(error)}`);
        await new Promise((done) => setTimeout(done, pauseMs));
      }
    }
  };
  void watch();
  const redis = quiet(connect({ socket }));
  return {
    where: { socket },
    redis,
    pid: () => server.pid,
    stop: async () => {
      stopping = true;
      redis.disconnect();
      await server.stop();
    },
  };
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
  return { where: { url }, redis, pid: () => undefined, stop };
}

const quiet = (redis: Redis): Redis => redis.on('error', () => undefined); // it comes back by itself; `says` tells when the server ends
