// A system of its own for a measurement or a picture, in a temporary folder, gone afterwards.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { RunningSystem } from '../contracts/system/running.ts';
import type { Login } from '../store/acl.ts';
import type { Where } from '../store/connection.ts';

export class BenchSystem {
  readonly port: number;
  readonly mqttPort: number;
  readonly mqttsPort: number;
  readonly link: string;
  readonly folder: string;
  readonly #process: ChildProcess;

  private constructor(parts: {
    port: number;
    mqttPort: number;
    mqttsPort: number;
    link: string;
    folder: string;
    process: ChildProcess;
  }) {
    this.port = parts.port;
    this.mqttPort = parts.mqttPort;
    this.mqttsPort = parts.mqttsPort;
    this.link = parts.link;
    this.folder = parts.folder;
    this.#process = parts.process;
  }

  /** @param options of npm start @param env settings besides ports and folder */
  static async start(options: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<BenchSystem> {
    const folder = mkdtempSync(join(tmpdir(), 'yjt-bench-'));
    const [port, mqttPort, mqttsPort] = [await freePort(), await freePort(), await freePort()];
    const supervisor = [process.execPath, resolve(import.meta.dirname, '../supervisor/main.js'), ...options];
    // Whatever ends the bench, a signal as well, ends its system.
    const started = spawn('setpriv', ['--pdeathsig', 'INT', ...supervisor], {
      env: {
        ...process.env,
        ...env,
        PORT: String(port),
        MQTT_PORT: String(mqttPort),
        MQTTS_PORT: String(mqttsPort),
        DATA_DIR: folder,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const link = await new Promise<string>((done, failed) => {
      let output = '';
      started.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        const [found] = /http\S+\/enter\?token=\S+/.exec(output) ?? [];
        if (found !== undefined) done(found);
      });
      started.once('exit', () => failed(new Error(`the system ended: ${output}`)));
    });
    return new BenchSystem({ port, mqttPort, mqttsPort, link, folder, process: started });
  }

  /** An administrator's. */
  get token(): string {
    return (JSON.parse(readFileSync(join(this.folder, 'run', 'system.json'), 'utf8')) as RunningSystem).token;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** The managed Redis: what is measured is read from it, and logins for thousands are made in it at once. */
  get store(): Where {
    const login = JSON.parse(readFileSync(join(this.folder, 'run', 'redis-admin.json'), 'utf8')) as Login;
    return { socket: join(this.folder, 'run', 'redis.sock'), login };
  }

  /** Processes of the system by the file they run. */
  processes(): Map<string, number> {
    const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).trim().split('\n');
    return new Map(
      lines.flatMap((line) => {
        const [, pid, parent, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        const name = /dist\/([a-z-]+)\/(?:server\/)?main\.js|(redis-server)/.exec(command);
        return Number(parent) === this.#process.pid && name ? [[name[1] ?? name[2] ?? '', Number(pid)] as const] : [];
      }),
    );
  }

  /** Calls the API as an administrator. */
  async api<T>(path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  async stop(): Promise<void> {
    const gone = new Promise((done) => this.#process.once('exit', done));
    this.#process.kill('SIGINT');
    await gone;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
