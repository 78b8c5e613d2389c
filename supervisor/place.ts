// DATA_DIR: where everything of one installation lies, and that only one system works on it.
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, lstatSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { unfinishedName } from '../backup/restore.ts';
import { Halt } from './halt.ts';

/** A unix socket's path has room for 107 bytes; the longest name that we add must fit too. */
const socketFolderAtMostBytes = 85;

/** The folders of a running system. `sockets` is elsewhere when DATA_DIR's path is too long for a unix socket. */
export type Place = { dataDir: string; redis: string; run: string; logs: string; keys: string; sockets: string };

/** Makes the folders, readable by their owner only. @throws Halt with what to do */
export function preparePlace(dataDir: string): Place {
  const base = resolve(dataDir);
  if (existsSync(join(base, unfinishedName)))
    throw new Halt(`A restore into ${base} was cut off: remove that folder and run yjt restore again.`);
  const run = join(base, 'run');
  const place = {
    dataDir: base,
    redis: join(base, 'redis'),
    run,
    logs: join(base, 'logs'),
    keys: join(base, 'keys'),
    sockets: socketFolder(run),
  };
  try {
    for (const folder of Object.values(place)) mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(base, 0o700);
    const probe = join(place.run, 'probe');
    writeFileSync(probe, Buffer.alloc(64 * 1024));
    rmSync(probe);
  } catch (error) {
    throw new Halt(whyNotWritable(base, error));
  }
  const owner = lstatSync(place.sockets);
  if (owner.isSymbolicLink() || (process.getuid && owner.uid !== process.getuid()))
    throw new Halt(`${place.sockets} belongs to somebody else: remove it, or choose a shorter DATA_DIR.`);
  chmodSync(place.sockets, 0o700);
  return place;
}

function socketFolder(run: string): string {
  if (Buffer.byteLength(run) <= socketFolderAtMostBytes) return run;
  return join(tmpdir(), `yjt-${createHash('sha256').update(run).digest('hex').slice(0, 16)}`);
}

function whyNotWritable(folder: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk is full: free some space for ${folder}, then start again.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${folder} cannot be written by this user: give it to them (chown), or choose another place with DATA_DIR=… npm start.`;
  return `${folder} cannot be used: ${String(error)}`;
}

/**
 * Claims the place for this process until it ends, however it ends.
 * @throws Halt when another system works on it
 */
export async function claim(place: Place): Promise<Server> {
  const path = join(place.sockets, 'supervisor.sock');
  if (await answers(path))
    throw new Halt(
      `A system is already running on ${place.dataDir}: stop it first, or choose another place with DATA_DIR=… PORT=… MQTT_PORT=… npm start.`,
    );
  if (existsSync(path)) rmSync(path); // left behind by one that was killed
  const server = createServer((socket) => socket.end());
  await new Promise<void>((done, failed) => server.once('error', failed).listen(path, done));
  server.unref();
  return server;
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false)); // nobody there: that is the answer
  });
}

/** True when nobody listens there. */
export async function isFree(port: number, host: string): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false)); // taken, or no port to be had: that is the answer
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** @throws Halt when a port is taken or not allowed */
export async function checkPort(name: string, port: number, host: string): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((done, failed) =>
      server.once('error', failed).listen({ port, host, exclusive: true }, done),
    );
    await new Promise((done) => server.close(done));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EADDRINUSE')
      throw new Halt(
        `Port ${port} is taken by another program: stop that one, or choose another port with ${name}=… npm start.`,
      );
    if (code === 'EACCES') throw new Halt(`Port ${port} needs root: choose one above 1023 with ${name}=… npm start.`);
    throw new Halt(`Cannot listen on ${host}:${port} (${String(error)}): check YJT_BIND.`);
  }
}
