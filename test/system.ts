// The whole system as real processes, in a folder and on ports of its own, gone afterwards.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import type { IncidentView } from '../contracts/incident/views.ts';
import type { Resident } from '../contracts/office/community.ts';
import type { ConsentAnswer } from '../contracts/office/residents.ts';
import type { FamilyLink } from '../contracts/session/family.ts';
import type { RunningSystem } from '../contracts/system/running.ts';
import type { Login } from '../store/acl.ts';
import type { Where } from '../store/connection.ts';

/** The checkout; this file is run as it is by the tests, and compiled in dist/ by `npm run test:faults`. */
export const root = checkoutAbove(import.meta.dirname);

function checkoutAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : checkoutAbove(dirname(folder));
}

/**
 * Waits until the condition neither throws nor is false.
 * @throws what it threw last
 */
export async function until<T>(condition: () => T | Promise<T>, seconds = 30): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    try {
      const found = await condition();
      if (found !== false) return found;
      throw new Error(`still false: ${condition}`);
    } catch (error) {
      if (performance.now() > end) throw error;
    }
    await wait(50);
  }
}

/** A port that nobody uses now. */
export function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address ? done(address.port) : failed(new Error('no port'))));
    });
  });
}

/** Where a system lies, when not in a new folder and as compiled in dist/. */
export type SystemPlace = { folder?: string; dist?: string };

/** Sends a signal. @returns false when the process has gone */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name);
  } catch {
    return false; // gone: that is the answer
  }
}

/** Whether a process runs; one that has ended and waits to be buried does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false; // gone: that is the answer
  }
}

export class System {
  readonly folder: string;
  readonly port: number;
  readonly mqttPort: number;
  readonly mqttsPort: number;
  readonly #dist: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #clients: MqttClient[] = [];
  #supervisor: ChildProcess | undefined;
  output = '';

  private constructor(ports: [number, number, number], env: NodeJS.ProcessEnv, place: SystemPlace) {
    this.folder = place.folder ?? mkdtempSync(join(tmpdir(), 'yjt-'));
    this.#dist = place.dist ?? join(root, 'dist');
    [this.port, this.mqttPort, this.mqttsPort] = ports;
    this.#env = env;
  }

  /** @param options of the supervisor, `--no-sim` by default */
  static async start(
    options: readonly string[] = ['--no-sim'],
    env: NodeJS.ProcessEnv = {},
    place: SystemPlace = {},
  ): Promise<System> {
    const system = new System([await freePort(), await freePort(), await freePort()], env, place);
    try {
      await system.resume(options);
    } catch (error) {
      await system.stop();
      throw error;
    }
    return system;
  }

  /** Starts (again) on the same folder, and waits for the screen that it prints when it is ready. */
  async resume(options: readonly string[] = ['--no-sim']): Promise<void> {
    const clean = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith('YJT_') && name !== 'REDIS_URL'),
    );
    const env = {
      ...clean,
      PORT: String(this.port),
      MQTT_PORT: String(this.mqttPort),
      MQTTS_PORT: String(this.mqttsPort),
      DATA_DIR: this.folder,
      ...this.#env,
    };
    // It leaves with us, even when we are killed.
    const supervisor = [process.execPath, join(this.#dist, 'supervisor/main.js'), ...options];
    const child = spawn('setpriv', ['--pdeathsig', 'INT', ...supervisor], {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#supervisor = child;
    this.output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        this.output += chunk.toString();
      });
    await until(() => {
      if (child.exitCode !== null) throw new Error(`the system ended: ${this.output}`);
      if (!this.output.includes('is all well?')) throw new Error(`the system is not ready: ${this.output}`);
    }, 120);
  }

  get pid(): number {
    return this.#supervisor?.pid ?? 0;
  }

  get link(): string {
    return /http\S+\/enter\?token=\S+/.exec(this.output)?.[0] ?? '';
  }

  /** An administrator's, as yjt has it. */
  get token(): string {
    return (JSON.parse(readFileSync(join(this.folder, 'run', 'system.json'), 'utf8')) as RunningSystem).token;
  }

  get redisSocket(): string {
    return join(this.folder, 'run', 'redis.sock');
  }

  /** The managed Redis, as whoever owns the machine sees it. */
  get store(): Where {
    const login = JSON.parse(readFileSync(join(this.folder, 'run', 'redis-admin.json'), 'utf8')) as Login;
    return { socket: this.redisSocket, login };
  }

  /** Kills a process of the system by a word of its command line, as a crash would. @returns its pid */
  kill(word: string, signal: NodeJS.Signals = 'SIGKILL'): number {
    const pid = this.processes().find(({ command }) => command.includes(word))?.pid;
    if (pid === undefined) throw new Error(`no process ${word}`);
    process.kill(pid, signal);
    return pid;
  }

  /** Everything that the supervisor runs now. */
  processes(): { pid: number; command: string }[] {
    const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
    return lines.flatMap((line) => {
      const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return Number(parent) === this.pid ? [{ pid: Number(pid), command }] : [];
    });
  }

  /** Calls the API as the administrator that yjt is; any answer is an answer. */
  call(
    path: string,
    { body, method, withinMs }: { body?: unknown; method?: string; withinMs?: number } = {},
  ): Promise<Response> {
    const isFile = body instanceof Uint8Array;
    return fetch(`http://127.0.0.1:${this.port}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': isFile ? 'application/octet-stream' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isFile ? new Blob([new Uint8Array(body)]) : JSON.stringify(body) }),
      ...(withinMs === undefined ? {} : { signal: AbortSignal.timeout(withinMs) }),
    });
  }

  /** Calls the API as the administrator that yjt is. @throws when it refuses */
  async api<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const answer = await this.call(path, { body, method });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  async incidents(state = 'open'): Promise<IncidentView[]> {
    return (await this.api<{ incidents: IncidentView[] }>(`/api/v1/incidents?state=${state}&limit=500`)).incidents;
  }

  /** A one-time link for the resident's first contact, to whose looking the resident has agreed. */
  async familyLink(resident: string): Promise<string> {
    const path = `/api/v1/residents/${resident}`;
    const { document } = await this.api<{ document: Pick<Resident, 'contacts'> }>(
      `/api/v1/office/registry/residents/${resident}`,
    );
    const [first] = document.contacts;
    const contact = first?.id ?? { n: 0, name: first?.name };
    const { consents } = await this.api<ConsentAnswer>(`${path}/consents`, { purpose: 'family_sees', contact });
    return (await this.api<FamilyLink>(`${path}/family/${consents.at(-1)?.contact}`, {})).link;
  }

  /** Closes what is open, and marks as told whoever was stood down: the next test begins with empty screens. */
  async clear(): Promise<void> {
    const order = (id: string, command: object): Promise<unknown> =>
      this.api(`/api/v1/incidents/${id}/commands`, { id: `clear-${id}-${Math.random()}`, ...command });
    await Promise.all(
      (await this.incidents()).map(({ id }) =>
        order(id, { command: 'close', disposition: 'test', text: 'the test is over' }),
      ),
    );
    for (const { id, legs } of await this.incidents('closed'))
      for (const leg of legs)
        if (leg.state === 'stood_down' && !leg.told) await order(id, { command: 'told', leg: leg.id });
  }

  /** A connected MQTT client for a login. */
  async mqtt(login: { username: string; password: string }, options: IClientOptions = {}): Promise<MqttClient> {
    const client = connect(`mqtt://127.0.0.1:${options.port ?? this.mqttPort}`, {
      ...login,
      reconnectPeriod: 200,
      ...options,
    });
    client.on('error', () => undefined); // the broker may be away on purpose; the client comes back by itself
    this.#clients.push(client);
    await until(() => {
      if (!client.connected) throw new Error('not connected');
    });
    return client;
  }

  /** Ends the system as Ctrl-C does. @returns how long that took, ms */
  async interrupt(): Promise<number> {
    const child = this.#supervisor;
    if (!child || child.exitCode !== null || child.signalCode !== null) return 0;
    const began = performance.now();
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGINT');
    await gone;
    return performance.now() - began;
  }

  /** Ends everything at once, as a power cut would; `resume` starts it again on what was left. */
  async crash(): Promise<void> {
    const child = this.#supervisor;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    const all = this.processes().map(({ pid }) => pid);
    for (const pid of [child.pid ?? 0, ...all]) signal(pid, 'SIGKILL');
    await gone;
    await until(() => {
      const left = all.find(isAlive);
      if (left !== undefined) throw new Error(`${left} is still there`);
    });
  }

  async stop(): Promise<void> {
    for (const client of this.#clients) client.end(true);
    await this.interrupt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
