// The whole system as real processes, in a folder and on ports of its own, gone afterwards.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { vi } from 'vitest';
import type { IncidentView } from '../contracts/api.ts';
import type { RunningSystem } from '../contracts/fleet.ts';

const root = resolve(import.meta.dirname, '..');

/** Waits until the condition no longer throws. */
export const until = <T>(condition: () => T | Promise<T>, seconds = 30): Promise<T> =>
  vi.waitFor(condition, { timeout: seconds * 1000, interval: 50 });

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

export class System {
  readonly folder: string;
  readonly port: number;
  readonly mqttPort: number;
  readonly #env: NodeJS.ProcessEnv;
  readonly #clients: MqttClient[] = [];
  #supervisor: ChildProcess | undefined;
  output = '';

  private constructor(port: number, mqttPort: number, env: NodeJS.ProcessEnv, folder: string) {
    this.folder = folder;
    this.port = port;
    this.mqttPort = mqttPort;
    this.#env = env;
  }

  /**
   * @param options of the supervisor, `--no-sim` by default
   * @param folder its DATA_DIR; one of its own when left out, removed at the end either way
   */
  static async start(
    options: readonly string[] = ['--no-sim'],
    env: NodeJS.ProcessEnv = {},
    folder = mkdtempSync(join(tmpdir(), 'yjt-')),
  ): Promise<System> {
    const system = new System(await freePort(), await freePort(), env, folder);
    await system.resume(options);
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
      DATA_DIR: this.folder,
      ...this.#env,
    };
    const child = spawn(process.execPath, [join(root, 'dist/supervisor/main.js'), ...options], {
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
      if (!this.output.includes('/enter?token=')) throw new Error(`the system is not ready: ${this.output}`);
    }, 60);
  }

  get pid(): number {
    return this.#supervisor?.pid ?? 0;
  }

  get link(): string {
    return /http\S+\/enter\?token=\S+/.exec(this.output)?.[0] ?? '';
  }

  get redisSocket(): string {
    return join(this.folder, 'run', 'redis.sock');
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

  /** Calls the API as the administrator that yjt is. */
  async api<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<T> {
    const system = JSON.parse(readFileSync(join(this.folder, 'run', 'system.json'), 'utf8')) as RunningSystem;
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${system.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  async incidents(state = 'open'): Promise<IncidentView[]> {
    return (await this.api<{ incidents: IncidentView[] }>(`/api/v1/incidents?state=${state}&limit=500`)).incidents;
  }

  /** Closes what is open, and marks as told whoever was stood down: the next test begins with empty screens. */
  async clear(): Promise<void> {
    const order = (id: string, command: object): Promise<unknown> =>
      this.api(`/api/v1/incidents/${id}/commands`, { id: `clear-${id}-${Math.random()}`, ...command });
    await Promise.all((await this.incidents()).map(({ id }) => order(id, { command: 'close', disposition: 'test' })));
    for (const { id, legs } of await this.incidents('closed'))
      for (const leg of legs)
        if (leg.state === 'stood_down' && !leg.told) await order(id, { command: 'told', leg: leg.id });
  }

  /** A connected MQTT client for a login. */
  async mqtt(login: { username: string; password: string }, options: IClientOptions = {}): Promise<MqttClient> {
    const client = connect(`mqtt://127.0.0.1:${this.mqttPort}`, { ...login, reconnectPeriod: 200, ...options });
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

  async stop(): Promise<void> {
    for (const client of this.#clients) client.end(true);
    await this.interrupt();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
