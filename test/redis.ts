// A real Redis for a test: the managed server of store/, in a folder of its own, gone afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { connect } from '../store/connection.ts';
import { type ManagedServer, startServer } from '../store/server.ts';

/** A server with every connection that the test opened to it. */
export class TestRedis {
  readonly folder: string;
  #server: ManagedServer;
  readonly #connections: Redis[] = [];

  private constructor(folder: string, server: ManagedServer) {
    this.folder = folder;
    this.#server = server;
  }

  static async start(): Promise<TestRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'yjt-'));
    return new TestRedis(folder, await startServer(join(folder, 'redis.sock'), folder));
  }

  get socket(): string {
    return this.#server.socket;
  }

  get pid(): number {
    return this.#server.pid;
  }

  open({ blocking = false } = {}): Redis {
    const redis = connect({ socket: this.socket }, { blocking });
    redis.on('error', () => undefined); // the server may be away on purpose; the connection comes back by itself
    this.#connections.push(redis);
    return redis;
  }

  /** Ends the server as a power cut would end the process, and starts it again on the same data. */
  async killAndStart(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.#server.ended;
    this.#server = await startServer(this.socket, this.folder);
  }

  async stop(): Promise<void> {
    for (const redis of this.#connections) redis.disconnect();
    process.kill(this.pid, 'SIGKILL');
    await this.#server.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}
