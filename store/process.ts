// What each process of ours begins with, and how it ends: settings, log, connections; it goes with its parent.
import type { Redis } from 'ioredis';
import { type Logger, pino } from 'pino';
import { readSettings, type Settings } from '../contracts/settings.ts';
import { connect, whereOf } from './connection.ts';
import { KeyRing, type KeySource } from './secrets/keyRing.ts';
import { lendKeys } from './secrets/lent.ts';
import { dataVersion, readVersion } from './version.ts';

/** Exit code of a process that cannot run as things are; the supervisor does not start it again. */
export const cannotRunCode = 78;
/** Whatever hangs must not hold up the end of the system (five seconds in all). */
const endWithinMs = 2_500;
/** The supervisor is told so often that this process is not stuck. */
const beatEveryMs = 1_000;

export type Process = {
  settings: Settings;
  log: Logger;
  /** The keys of personal fields that this process was given; without any, they stay locked for it. */
  keys: KeyRing;
  /** Resolves when the data is of no newer program than this one; ends the process when it is. */
  ours(redis: Redis): Promise<void>;
  /** A new connection to the store; errors are logged, it comes back by itself. */
  open(options?: { blocking?: boolean }): Redis;
  /** Tells the supervisor that this process works. */
  ready(): void;
  /** Ends because it cannot run; the sentence reaches whoever started the system. */
  cannotRun(says: string): Promise<void>;
};

/** @param stop called once when the process is to end: by a signal, or because its parent has gone */
export function beginProcess(name: string, stop: () => Promise<void>): Process {
  const read = readSettings(process.env);
  if (!read.ok) {
    console.error(read.problems.map((problem) => `${problem.name}: ${problem.reason}`).join('\n'));
    process.exit(cannotRunCode);
  }
  const { settings } = read;
  const log = pino({ name, level: settings.YJT_LOG_LEVEL });
  const where = whereOf(settings);
  const keys = new KeyRing(keySourceOf(settings));
  let ending = false;
  const end = async (code: number): Promise<void> => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(code), endWithinMs).unref();
    await stop();
    process.exit(code);
  };
  for (const event of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(event, () => void end(0));
  if (process.connected === false) void end(0); // the parent went while this one was being read: nobody would say so again
  const cannotRun = async (says: string): Promise<void> => {
    log.error(says);
    process.send?.({ kind: 'failed', says });
    await end(cannotRunCode);
  };
  return {
    settings,
    log,
    keys,
    open: (options) =>
      lendKeys(
        connect(where, { ...options, name: `${name}/${process.pid}` }).on('error', (error) =>
          log.debug({ error: error.message }, 'redis: away'),
        ),
        keys,
      ),
    ready: () => {
      process.send?.({ kind: 'ready' });
      setInterval(() => process.send?.({ kind: 'beat' }), beatEveryMs).unref();
      log.info(`${name}: ready`);
    },
    cannotRun,
    ours: async (redis) => {
      const found = await readVersion(redis);
      if (!(found > dataVersion)) return; // none is written yet where the supervisor has not come so far
      await cannotRun(
        `The data is of version ${found} and this ${name} knows ${dataVersion}: it was written by a newer program. Start that one.`,
      );
    },
  };
}

/** Where the keys of personal fields come from; a command wins, as whoever sets one wants no key in a file. */
export function keySourceOf(settings: Pick<Settings, 'YJT_KEY_FILE' | 'YJT_KEY_COMMAND'>): KeySource | undefined {
  if (settings.YJT_KEY_COMMAND !== undefined) return { command: settings.YJT_KEY_COMMAND };
  return settings.YJT_KEY_FILE === undefined ? undefined : { file: settings.YJT_KEY_FILE };
}

/** The sentence for a port that cannot be listened on. @param variable the setting that chooses another */
export function whyNotListening(error: unknown, variable: string, port: number): string {
  const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  return taken
    ? `Port ${port} is taken by another program: stop that one, or choose another with ${variable}=… npm start.`
    : `Cannot listen on port ${port} (${String(error)}): check YJT_BIND and ${variable}.`;
}
