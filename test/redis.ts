// A real Redis for a test: the managed server of store/, in a folder of its own, gone afterwards.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { makeLogins, type StoreLogins } from '../store/acl.ts';
import { connect } from '../store/connection.ts';
import { openRegistry, type Registry } from '../store/registry.ts';
import { type ManagedServer, startServer } from '../store/server.ts';

/** A server with every connection that the test opened to it. */
export class TestRedis {
  readonly folder: string;
  readonly #logins: StoreLogins | undefined;
  readonly #as: keyof StoreLogins;
  #server: ManagedServer;
  readonly #connections: Redis[] = [];
  readonly #registries: Registry[] = [];

  private constructor(folder: string, server: ManagedServer, as: keyof StoreLogins, logins?: StoreLogins) {
    this.folder = folder;
    this.#server = server;
    this.#as = as;
    this.#logins = logins;
  }

  /** @param as guarded by the logins of the store (store/acl.ts); whoever opens it and does not say who they are is this one */
  static async start({ as }: { as?: keyof StoreLogins } = {}): Promise<TestRedis> {
    const folder = await mkdtemp(join(tmpdir(), 'yjt-'));
    const logins = as === undefined ? undefined : await makeLogins(join(folder, 'redis-admin.json'));
    return new TestRedis(folder, await serverIn(folder, logins), as ?? 'admin', logins);
  }

  get socket(): string {
    return this.#server.socket;
  }

  get pid(): number {
    return this.#server.pid;
  }

  open({ blocking = false, as = this.#as }: { blocking?: boolean; as?: keyof StoreLogins } = {}): Redis {
    const login = this.#logins?.[as];
    const redis = connect({ socket: this.socket, ...(login ? { login } : {}) }, { blocking });
    redis.on('error', () => undefined); // the server may be away on purpose; the connection comes back by itself
    this.#connections.push(redis);
    return redis;
  }

  /** What a process has read from it. A document that cannot be read is an error of the test. */
  async registry(redis = this.open()): Promise<Registry> {
    const registry = await openRegistry(redis, this.open({ blocking: true }), (error) => {
      throw error;
    });
    this.#registries.push(registry);
    return registry;
  }

  /** Ends the server as a power cut would end the process, and starts it again on the same data. */
  async killAndStart(): Promise<void> {
    process.kill(this.pid, 'SIGKILL');
    await this.#server.ended;
    this.#server = await serverIn(this.folder, this.#logins);
  }

  async stop(): Promise<void> {
    for (const registry of this.#registries) registry.stop();
    for (const redis of this.#connections) redis.disconnect();
    process.kill(this.pid, 'SIGKILL');
    await this.#server.ended;
    await rm(this.folder, { recursive: true, force: true });
  }
}

const serverIn = (folder: string, logins: StoreLogins | undefined): Promise<ManagedServer> =>
  startServer(join(folder, 'redis.sock'), folder, undefined, logins && { file: join(folder, 'redis.acl'), logins });
