// The managed Redis: a child on a unix socket of its own, never the system's. Every write is on disk before it is
// answered; no RDB snapshots (facts: a failing BGSAVE would refuse presses).
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Redis } from 'ioredis';
import { aclText, type StoreLogins } from './acl.ts';
import { connect } from './connection.ts';
import { writeWhole } from './onDisk.ts';

/** Scripts with flags (allow-oom) need 7.0. */
export const oldestMajor = 7;
/** After SIGTERM the server gets this long to end before it is killed. */
const endWithinMs = 3_000;

/** A running managed server. `ended`: resolves when it has gone, for whatever reason. */
export type ManagedServer = { socket: string; pid: number; ended: Promise<string>; stop(): Promise<void> };

/** What keeps the server from running, in a sentence that says what to do. */
export class ServerProblem extends Error {}

/**
 * The server program of this machine.
 * @throws ServerProblem when there is none or it is too old
 */
export async function findServer(): Promise<string> {
  for (const program of ['redis-server', 'valkey-server']) {
    const version = await promisify(execFile)(program, ['--version']).then(
      ({ stdout }) => /v=(\d+)\.(\d+)/.exec(stdout),
      () => undefined, // not installed: the next one, or the sentence below
    );
    if (!version) continue;
    if (Number(version[1]) < oldestMajor)
      throw new ServerProblem(
        `${program} is version ${version[1]}.${version[2]}, but 7.0 or newer is needed: install a newer redis-server, or set REDIS_URL to a newer server.`,
      );
    return program;
  }
  throw new ServerProblem(
    'No redis-server or valkey-server was found: run "apt-get install redis-server", or set REDIS_URL.',
  );
}

/** Enough for a server that is no installation's: a test's, or the one that a restored copy is tried on. */
const memoryMbByDefault = 1_024;

/**
 * Starts the server and waits until it answers.
 * @param socket absolute path, at most 107 bytes (a limit of unix sockets)
 * @param folder where its append-only file lies
 * @param users who may come in, written to this file for the server; left out, whoever may open the socket
 * @param memoryMb past it plain writes are refused (limits.ts); nothing is ever evicted
 * @throws ServerProblem when it does not start; the sentence carries the server's own last words
 */
export async function startServer(
  socket: string,
  folder: string,
  memoryMb = memoryMbByDefault,
  users?: { file: string; logins: StoreLogins },
): Promise<ManagedServer> {
  const program = await findServer();
  const dir = resolve(folder);
  await mkdir(dir, { recursive: true });
  await chmod(dir, 0o700); // residents' data lies here
  const args = ['--port', '0', '--unixsocket', resolve(socket), '--unixsocketperm', '700', '--dir', dir];
  const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
  const bounded = ['--maxmemory', `${memoryMb}mb`, '--maxmemory-policy', 'noeviction'];
  const quiet = ['--logfile', '', '--loglevel', 'notice', '--daemonize', 'no', '--enable-debug-command', 'no'];
  if (users) await writeWhole(users.file, aclText(users.logins));
  const guarded = users ? ['--aclfile', resolve(users.file)] : [];
  // It leaves with its parent, even when that one is killed.
  const child = spawn(
    'setpriv',
    ['--pdeathsig', 'TERM', program, ...args, ...durable, ...bounded, ...guarded, ...quiet],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // Ctrl-C reaches the whole terminal group: the server must outlive those who still write
    },
  );
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString()).slice(-4_000);
    });
  const ended = new Promise<string>((done) => {
    child.once('exit', (code, signal) => done(signal ?? `code ${code}`));
    child.once('error', (error) => done(error.message));
  });
  const redis = connect({ socket: resolve(socket), ...(users ? { login: users.logins.admin } : {}) });
  redis.on('error', () => {}); // not up yet; `ended` says when it never will be
  try {
    await Promise.race([answers(redis), ended.then((how) => Promise.reject(new ServerProblem(sentence(how, words))))]);
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  } finally {
    redis.disconnect();
  }
  return { socket: resolve(socket), pid: child.pid ?? 0, ended, stop: () => end(child, ended) };
}

async function answers(redis: Redis): Promise<void> {
  // A large append-only file is loaded first; the server says LOADING meanwhile.
  for (;;) {
    const reply = await redis.ping().catch((error: Error) => error.message);
    if (reply === 'PONG') return;
    await new Promise((done) => setTimeout(done, 20));
  }
}

async function end(child: ChildProcess, ended: Promise<string>): Promise<void> {
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), endWithinMs);
  await ended;
  clearTimeout(killer);
}

function sentence(how: string, words: string): string {
  const last = words
    .split('\n')
    .filter((line) => line.includes('#') || /error|fatal|can't|bad file/i.test(line))
    .slice(-3)
    .join(' / ');
  if (/No space left/i.test(words)) return 'The disk is full: free some space in DATA_DIR, then start again.';
  if (/Bad file format|truncate|AOF/i.test(words) && /repair|fix/i.test(words))
    return `Redis cannot read its append-only file: make a copy of DATA_DIR, then run redis-check-aof --fix on it. ${last}`;
  return `Redis ended at once (${how}). ${last}`;
}
