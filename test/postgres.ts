// A PostgreSQL of a test's own: a cluster in a folder, on a unix socket, gone afterwards. Debian's own cluster is left alone. It refuses to
// run as root: then it runs as Debian's `postgres`.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

const debian = '/usr/lib/postgresql';

/** Where Debian has put the newest server; its programs are on nobody's path. */
function programs(): string {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(a) - Number(b)) : [];
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error('no PostgreSQL: apt-get install postgresql');
  return join(debian, newest, 'bin');
}

const isRoot = process.getuid?.() === 0;
const idOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
/** What runs a program as somebody who is not root, and ends it with us. */
const asOther = isRoot ? ['setpriv', '--reuid=postgres', '--regid=postgres', '--clear-groups'] : ['setpriv'];

export class TestPostgres {
  readonly folder: string;
  #server: ChildProcess;

  private constructor(folder: string, server: ChildProcess) {
    this.folder = folder;
    this.#server = server;
  }

  /** In a locale in which `-` counts for nothing: ids that are compared in it would not sort by time. */
  static async start(): Promise<TestPostgres> {
    const folder = mkdtempSync(join(tmpdir(), 'yjt-pg-'));
    if (isRoot) chownSync(folder, idOf('-u'), idOf('-g'));
    chmodSync(folder, 0o700);
    const [command = '', ...as] = asOther;
    const locale = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];
    const made = ['-D', join(folder, 'data'), '-U', 'yjt', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...locale];
    execFileSync(command, [...as, join(programs(), 'initdb'), ...made], { stdio: 'pipe', cwd: folder });
    const postgres = new TestPostgres(folder, serverIn(folder));
    await postgres.#answers();
    return postgres;
  }

  get url(): string {
    return `postgresql://yjt@${encodeURIComponent(this.folder)}/postgres`;
  }

  /** An empty database. */
  async database(name: string): Promise<string> {
    const client = new pg.Client(this.url);
    await client.connect();
    await client.query(`create database ${name}`);
    await client.end();
    return this.url.replace(/\/postgres$/, `/${name}`);
  }

  /** As a power cut ends it; `start` begins it again on the same data. */
  async kill(): Promise<void> {
    const ended = new Promise((done) => this.#server.once('exit', done));
    this.#server.kill('SIGKILL');
    await ended;
  }

  async startAgain(): Promise<void> {
    this.#server = serverIn(this.folder);
    await this.#answers();
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #answers(): Promise<void> {
    for (;;) {
      if (this.#server.exitCode !== null) throw new Error('PostgreSQL ended while it started');
      const client = new pg.Client(this.url);
      try {
        await client.connect();
        await client.end();
        return;
      } catch {
        await wait(50); // not yet
      }
    }
  }
}

function serverIn(folder: string): ChildProcess {
  const [command = '', ...as] = asOther;
  const options = ['-D', join(folder, 'data'), '-k', folder, '-c', 'listen_addresses=', '-c', 'full_page_writes=on'];
  return spawn(command, ['--pdeathsig', 'KILL', ...as, join(programs(), 'postgres'), ...options], {
    stdio: 'ignore',
    cwd: folder,
  });
}
