// A running system with everything by which it can be broken: its processes, its server, the links between them, its disk
// and its clocks. `managed`: the server is the supervisor's child and the data lies on a small disk of its own. `linked`:
// the server is ours, and every process reaches it through a link.
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { shards } from '../../contracts/ids.ts';
import { connect, type Where } from '../../store/connection.ts';
import { shardKeys } from '../../store/keys.ts';
import { type ManagedServer, startServer } from '../../store/server.ts';
import { isAlive, root, System, signal, until } from '../system.ts';
import { hurried } from './community.ts';
import { Link } from './link.ts';
import type { Login } from './load.ts';
import { SmallDisk, unmountThoseOfTheDead } from './smallDisk.ts';
import { WallClock } from './wallClock.ts';

export type Layout = 'managed' | 'linked';
export type RigParts = { layout: Layout; dist?: string; env?: NodeJS.ProcessEnv };

const startedAgainAfterMs = 300;

export class Rig {
  readonly layout: Layout;
  /** Straight to the server, past every link. */
  readonly redis: Redis;
  readonly feed: Redis;
  /** Of every button and phone of the load. */
  readonly logins = new Map<string, Login>();
  readonly wallClock: WallClock | undefined;
  readonly disk: SmallDisk | undefined;
  readonly #parts: RigParts;
  readonly #folder: string;
  #system: System | undefined;
  #server: ManagedServer | undefined;
  #links: { store: Link; clients: Link } | undefined;
  #held = false;
  #stopping = false;

  private constructor(parts: RigParts) {
    this.#parts = parts;
    this.layout = parts.layout;
    removeThoseOfTheDead();
    this.#folder = mkdtempSync(join(tmpdir(), `${folderName}${process.pid}-`));
    this.disk = parts.layout === 'managed' ? SmallDisk.mount(this.data) : undefined;
    this.wallClock = parts.layout === 'linked' ? WallClock.at(this.#folder) : undefined;
    const straight: Where = { socket: this.socket };
    if (parts.layout === 'managed') {
      // The admin's login stays what it is: we are connected before the system is there.
      const login = { username: 'admin', password: randomBytes(32).toString('base64url') };
      mkdirSync(join(this.data, 'run'), { recursive: true, mode: 0o700 });
      writeFileSync(join(this.data, 'run', 'redis-admin.json'), JSON.stringify(login), { mode: 0o600 });
      straight.login = login;
    }
    process.once('exit', this.#leave);
    this.redis = quiet(connect(straight));
    this.feed = quiet(connect(straight, { blocking: true }));
  }

  static async start(parts: RigParts): Promise<Rig> {
    const rig = new Rig(parts);
    try {
      await rig.#begin();
    } catch (error) {
      await rig.stop();
      throw error;
    }
    return rig;
  }

  get system(): System {
    if (!this.#system) throw new Error('the system has not started');
    return this.#system;
  }

  /** The links that can be broken; none in the managed layout. */
  get links(): { store: Link; clients: Link } | undefined {
    return this.#links;
  }

  get data(): string {
    return join(this.#folder, 'd');
  }

  get socket(): string {
    return this.layout === 'managed' ? join(this.data, 'run', 'redis.sock') : join(this.#folder, 'redis.sock');
  }

  /** Where the append-only file lies. */
  get serverFolder(): string {
    return this.layout === 'managed' ? join(this.data, 'redis') : join(this.#folder, 'redis');
  }

  get serverPid(): number {
    return this.layout === 'linked' ? (this.#server?.pid ?? 0) : this.pidOf('redis-server');
  }

  /** What runs now beside the server, by the names of the folders: broker, console, dispatcher … and `standby`. */
  roles(): string[] {
    const names = this.system.processes().map(({ command }) => roleIn(command));
    const standby = this.#dispatchers().length > 1 ? ['standby'] : [];
    return [...new Set([...names.filter((name) => name !== undefined), ...standby])].sort();
  }

  /** How many processes the system runs now. */
  processCount(): number {
    return this.system.processes().filter(({ command, pid }) => roleIn(command) !== undefined && isAlive(pid)).length;
  }

  /** @throws when there is none now */
  pidOf(word: string): number {
    const found = this.system.processes().find(({ command, pid }) => command.includes(word) && isAlive(pid));
    if (!found) throw new Error(`no process ${word} now`);
    return found.pid;
  }

  /** The dispatcher that holds the lease of a shard with a sequence; undefined while nobody does. */
  async holder(): Promise<number | undefined> {
    for (const shard of shards) {
      const { lease, sequence } = shardKeys(shard);
      if (Number(await this.redis.hget(sequence, 'n')) === 0) continue;
      const holder = await this.redis.hget(lease, 'holder');
      return holder === null ? undefined : Number(holder.split('/')[1]);
    }
    return undefined;
  }

  /** The dispatcher that waits to take over; undefined while there is none. */
  async standby(): Promise<number | undefined> {
    const holder = await this.holder();
    return holder === undefined ? undefined : this.#dispatchers().find((pid) => pid !== holder);
  }

  /** Kills the server and does something with what it left before it is started again. */
  async whileServerIsDead(act: () => Promise<void>): Promise<void> {
    const pid = this.serverPid;
    const ended = this.#server?.ended;
    if (this.layout === 'managed')
      signal(this.system.pid, 'SIGSTOP'); // else it would be back at once
    else this.#held = true;
    try {
      signal(pid, 'SIGKILL');
      await until(() => {
        if (isAlive(pid)) throw new Error('the server is still there');
      });
      await ended; // known here too: an end that is heard of once we have started it again would start it twice, on one folder
      await act();
    } finally {
      if (this.layout === 'managed') signal(this.system.pid, 'SIGCONT');
      else {
        this.#held = false;
        await this.#startServer();
      }
    }
  }

  /** The run was interrupted: everything ends at once, and nothing is left. */
  readonly #leave = (): void => {
    const supervisor = this.#system?.pid;
    const children = this.#system?.processes() ?? [];
    if (supervisor !== undefined) signal(supervisor, 'SIGKILL');
    for (const { pid } of children) signal(pid, 'SIGKILL');
    if (this.#server) signal(this.#server.pid, 'SIGKILL');
    this.disk?.unmount();
    rmSync(this.#folder, { recursive: true, force: true });
  };

  async stop(): Promise<void> {
    this.#stopping = true;
    process.off('exit', this.#leave);
    for (const { pid } of this.#system?.processes() ?? []) signal(pid, 'SIGCONT');
    if (this.#system) signal(this.#system.pid, 'SIGCONT');
    this.redis.disconnect();
    this.feed.disconnect();
    const crash = setTimeout(() => void this.#system?.crash(), 15_000); // it should have ended within five seconds
    await this.#system?.interrupt();
    clearTimeout(crash);
    await this.#server?.stop();
    await this.#links?.store.stop();
    await this.#links?.clients.stop();
    this.disk?.unmount();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #begin(): Promise<void> {
    const community = join(this.#folder, 'community');
    cpSync(join(root, 'community', 'hongmenjie'), community, { recursive: true });
    hurried(join(community, 'policy.json'));
    let env: NodeJS.ProcessEnv = { ...this.#parts.env, YJT_COMMUNITY: community, YJT_LOG_LEVEL: 'info' };
    if (this.layout === 'linked') {
      await this.#startServer();
      const store = await Link.start({ path: this.socket });
      env = { ...env, ...this.wallClock?.env, REDIS_URL: `redis://127.0.0.1:${store.port}` };
      const place = { folder: this.data, ...this.#dist };
      this.#system = await System.start(['--no-sim'], env, place);
      this.#links = { store, clients: await Link.start({ port: this.#system.mqttPort }) };
    } else this.#system = await System.start(['--no-sim'], env, { folder: this.data, ...this.#dist });
    await until(() => this.redis.ping());
  }

  #dispatchers(): number[] {
    const all = this.system.processes().filter(({ command, pid }) => roleIn(command) === 'dispatcher' && isAlive(pid));
    return all.map(({ pid }) => pid);
  }

  get #dist(): { dist?: string } {
    return this.#parts.dist === undefined ? {} : { dist: this.#parts.dist };
  }

  async #startServer(): Promise<void> {
    const server = await startServer(this.socket, this.serverFolder);
    this.#server = server;
    void server.ended.then(async () => {
      if (this.#held || this.#stopping) return;
      await wait(startedAgainAfterMs);
      if (!this.#held && !this.#stopping && this.#server === server) await this.#startAgain();
    });
  }

  /** As a service manager does, until it runs. */
  async #startAgain(): Promise<void> {
    await this.#startServer().catch(async () => {
      await wait(startedAgainAfterMs);
      if (!this.#held && !this.#stopping) await this.#startAgain();
    });
  }

  /** The last lines of what the processes said, for a run that failed. */
  logs(linesEach: number): string {
    const folder = join(this.data, 'logs');
    if (!existsSync(folder)) return '';
    return execFileSync('tail', ['-qn', String(linesEach), ...logFiles(folder)], { encoding: 'utf8' });
  }
}

const folderName = 'yjt-faults-';

/** A run that was killed outright could not tidy up. */
function removeThoseOfTheDead(): void {
  unmountThoseOfTheDead();
  for (const name of readdirSync(tmpdir())) {
    const pid = new RegExp(`^${folderName}(\\d+)-`).exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}

const roleIn = (command: string): string | undefined => /\/([\w-]+)\/(?:server\/)?main\.js/.exec(command)?.[1];

function logFiles(folder: string): string[] {
  return execFileSync('find', [folder, '-name', '*.log'], { encoding: 'utf8' }).trim().split('\n');
}

const quiet = (redis: Redis): Redis => redis.on('error', () => undefined); // the server is away on purpose; it comes back by itself
