// Starting, stopping and starting again: what the person at the terminal relies on.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { long } from '../long.ts';
import { freePort, System, until } from '../system.ts';

const supervisor = resolve(import.meta.dirname, '../../dist/supervisor/main.js');
const systems: System[] = [];
const folders: string[] = [];
afterEach(async () => {
  await Promise.all(systems.splice(0).map((system) => system.stop()));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}, 30_000);

async function start(options?: string[], env?: NodeJS.ProcessEnv): Promise<System> {
  const system = await System.start(options, env);
  systems.push(system);
  return system;
}
/** Runs a start that is expected to end by itself. */
function failing(
  env: NodeJS.ProcessEnv,
  options: string[] = ['--no-sim'],
): Promise<{ code: number | null; says: string }> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [supervisor, ...options], { env: { PATH: process.env.PATH, ...env } });
    let says = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        says += chunk.toString();
      });
    child.on('exit', (code) => done({ code, says }));
  });
}
const emptyFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-'));
  folders.push(folder);
  return folder;
};
const freePorts = async () => ({ PORT: String(await freePort()), MQTT_PORT: String(await freePort()) });
/** Processes that were given this DATA_DIR: what a system left running. */
const leftOf = (system: System): string[] =>
  execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(system.folder));

describe('a system that is stopped', () => {
  it('leaves nothing running, and has all incidents when it is started again', async () => {
    const system = await start();
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-001' });
    const children = system.processes().map(({ pid }) => pid);
    expect(children.length).toBeGreaterThanOrEqual(4);
    expect(await system.interrupt()).toBeLessThan(5_000);
    await until(() => expect(children.filter(isAlive)).toEqual([]));
    expect(leftOf(system)).toEqual([]);
    await system.resume();
    expect((await system.incidents()).map(({ id }) => id)).toEqual([incident]);
    await until(async () => expect((await fetch(`http://127.0.0.1:${system.port}/readyz`)).status).toBe(200));
  }, 120_000);

  it('also when the supervisor itself is killed', async () => {
    const system = await start();
    const children = system.processes().map(({ pid }) => pid);
    process.kill(system.pid, 'SIGKILL');
    await until(() => expect(children.filter(isAlive)).toEqual([]));
  }, 60_000);

  long(
    'acts on the deadlines that passed meanwhile',
    async () => {
      const quick = emptyFolder();
      execFileSync('cp', ['-r', `${resolve(import.meta.dirname, '../../community/hongmenjie')}/.`, quick]);
      const policy = execFileSync('cat', [join(quick, 'policy.json')], { encoding: 'utf8' });
      writeFileSync(
        join(quick, 'policy.json'),
        policy.replaceAll('"answerWithinSeconds": 45', '"answerWithinSeconds": 5'),
      );
      const system = await start(['--no-sim'], { YJT_COMMUNITY: quick });
      const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-001' });
      const dueAt = Date.parse((await system.incidents())[0]?.legs[0]?.dueAt ?? '');
      await system.interrupt();
      await until(() => expect(Date.now()).toBeGreaterThan(dueAt));
      await system.resume();
      await until(async () => {
        const legs = (await system.incidents()).find(({ id }) => id === incident)?.legs ?? [];
        expect(
          legs
            .filter(({ track }) => track === 'grid')
            .map(({ state }) => state)
            .slice(0, 2),
        ).toEqual(['timed_out', 'offered']);
      });
    },
    120_000,
  );
});

describe('a real district', () => {
  const real = (): string => {
    const folder = emptyFolder();
    execFileSync('cp', ['-r', `${resolve(import.meta.dirname, '../../community/hongmenjie')}/.`, folder]);
    const district = JSON.parse(readFileSync(join(folder, 'district.json'), 'utf8')) as object;
    writeFileSync(join(folder, 'district.json'), JSON.stringify({ ...district, demo: false }));
    return folder;
  };
  /** Starts, by a person at a terminal or by a service, and hears what it says until it is up. */
  async function heard(
    env: NodeJS.ProcessEnv,
    at: 'a terminal' | 'a service',
    options: readonly string[] = ['--no-sim'],
  ): Promise<{ says: string; stop: () => Promise<void> }> {
    const command = [process.execPath, supervisor, ...options];
    const [program = '', ...given] = at === 'a service' ? command : ['script', '-qfec', command.join(' '), '/dev/null'];
    const child = spawn('setpriv', ['--pdeathsig', 'INT', program, ...given], {
      env: { PATH: process.env.PATH, ...env },
    });
    let says = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        says += chunk.toString();
      });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    await until(() => expect(says).toMatch(/yjt -- doctor/), 90);
    const stop = async (): Promise<void> => {
      const pid = (JSON.parse(readFileSync(join(env.DATA_DIR ?? '', 'run/system.json'), 'utf8')) as { pid: number })
        .pid;
      process.kill(pid, 'SIGINT');
      await ended;
      await until(() => expect(isAlive(pid)).toBe(false));
    };
    return { says, stop };
  }
  const linkIn = (says: string): string | undefined => /http\S+\/enter\?token=[\w-]+/.exec(says)?.[0];

  it('shows its first administrator a one-time link once, at a terminal, and writes it nowhere', async () => {
    const env = { ...(await freePorts()), DATA_DIR: emptyFolder(), YJT_COMMUNITY: real() };
    const first = await heard(env, 'a terminal');
    const link = linkIn(first.says) ?? '';
    expect(first.says.match(/enter\?token=/g), 'one link, and none for an officer without a name').toHaveLength(1);
    await first.stop();
    const token = new URL(link).searchParams.get('token') ?? '';
    for (const log of readdirSync(join(env.DATA_DIR, 'logs')))
      expect(readFileSync(join(env.DATA_DIR, 'logs', log), 'utf8'), log).not.toContain(token);
    const second = await heard(env, 'a terminal');
    expect(linkIn(second.says)).toBeUndefined();
    expect(second.says).toContain('account link admin');
    const entered = await fetch(`http://127.0.0.1:${env.PORT}/enter`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ token }),
    });
    expect(entered.headers.get('location')).toBe('/?password=1');
    const cookie = entered.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const chosen = await fetch(`http://127.0.0.1:${env.PORT}/api/v1/session/password`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify({ password: '茶馆门口有三只猫' }),
    });
    expect(chosen.status).toBe(204);
    await second.stop();
    const third = await heard(env, 'a terminal');
    expect(third.says).not.toContain('account link admin');
    await third.stop();
  }, 240_000);

  long.each([
    ['with files of its own', '--no-sim'],
    ['that begins with nothing', '--empty'],
  ])(
    '%s shows no link to a journal: it says what to run at a terminal',
    async (_, option) => {
      const env = { ...(await freePorts()), DATA_DIR: emptyFolder(), YJT_COMMUNITY: real() };
      const { says, stop } = await heard(env, 'a service', [option]);
      expect(linkIn(says)).toBeUndefined();
      expect(says).toContain('account add admin --name 管理员 --role administrator');
      await stop();
    },
    120_000,
  );
});

describe('two systems', () => {
  long(
    'run side by side on different ports and folders',
    async () => {
      const [one, two] = [await start(), await start()];
      await one.api('/api/v1/presses', { resident: 'res-001' });
      await until(async () => expect(await one.incidents()).toHaveLength(1));
      expect(await two.incidents()).toEqual([]);
    },
    120_000,
  );
});

describe('simulated people', () => {
  long(
    'bring a press to the door by themselves, and leave a person alone who takes over',
    async () => {
      const system = await start([], { YJT_SIM_SPEED: '40', YJT_SIM_PRESS_EVERY_SECONDS: '0' });
      const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-001' });
      await until(async () => {
        const { events } = await system.api<{ events: { type: string }[] }>(`/api/v1/incidents/${incident}/events`);
        expect(events.map(({ type }) => type)).toEqual(
          expect.arrayContaining(['leg_accepted', 'leg_en_route', 'leg_on_scene', 'leg_done']),
        );
      }, 100);
      const login = await system.api<{ username: string; password: string }>('/api/v1/responders/li-g2/credential', {});
      const person = await system.mqtt(login);
      const heard: unknown[] = [];
      person.on('message', (_topic, payload) => heard.push(JSON.parse(payload.toString())));
      await person.subscribeAsync('yjt/v1/r/li-g2/dispatch', { qos: 1 });
      const again = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-030' });
      const assign = { id: 'by-hand', command: 'assign', responder: 'li-g2' };
      await system.api(`/api/v1/incidents/${again.incident}/commands`, assign).catch((error: unknown) => {
        if (!String(error).includes('already_assigned')) throw error; // chosen as the nearest: just as well
      });
      await until(() =>
        expect(heard).toContainEqual(expect.objectContaining({ kind: 'offer', incident: again.incident })),
      );
      const leg = (await system.incidents())
        .find(({ id }) => id === again.incident)
        ?.legs.find(({ responder }) => responder.id === 'li-g2');
      expect(leg, 'nobody answered in their place').toMatchObject({
        state: 'offered',
        responder: { simulated: false },
      });
    },
    150_000,
  );
});

describe('what cannot be started is one sentence with the remedy', () => {
  it('a port that is taken', async () => {
    const ports = await freePorts();
    const taken = createServer().listen(Number(ports.PORT), '127.0.0.1');
    await until(() => expect(taken.listening).toBe(true));
    const { code, says } = await failing({ ...ports, DATA_DIR: emptyFolder() });
    taken.close();
    expect({ code, says }).toEqual({
      code: 1,
      says: expect.stringMatching(/^yjt: Port \d+ is taken .*PORT=… npm start\.\n$/),
    });
  });

  it('a setting that is mistyped, with the nearest known one; a value that does not fit', async () => {
    const { code, says } = await failing({ YJT_LOGLEVEL: 'info', MQTT_PORT: 'abc', DATA_DIR: emptyFolder() });
    expect(code).toBe(1);
    expect(says).toContain('did you mean YJT_LOG_LEVEL?');
    expect(says).toContain('MQTT_PORT: "abc" must be a whole number');
  });

  it('an option that nobody knows', async () => {
    expect(await failing({ DATA_DIR: emptyFolder() }, ['--nosim'])).toMatchObject({
      code: 1,
      says: expect.stringContaining('--nosim is no option'),
    });
  });

  it('no Redis on the machine, or one that REDIS_URL does not reach', async () => {
    const none = await failing({ ...(await freePorts()), DATA_DIR: emptyFolder(), PATH: '/nonexistent' });
    expect(none).toMatchObject({ code: 1, says: expect.stringContaining('apt-get install redis-server') });
    const away = await failing({
      ...(await freePorts()),
      DATA_DIR: emptyFolder(),
      REDIS_URL: `redis://127.0.0.1:${await freePort()}`,
    });
    expect(away).toMatchObject({ code: 1, says: expect.stringContaining('REDIS_URL does not answer') });
  });

  it('a Redis that is too old', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'redis-server'), '#!/bin/sh\necho "Redis server v=6.0.16 sha=0"\n', { mode: 0o755 });
    const { code, says } = await failing({ ...(await freePorts()), DATA_DIR: emptyFolder(), PATH: `${folder}:/bin` });
    expect({ code, says }).toEqual({
      code: 1,
      says: expect.stringContaining('version 6.0, but 7.0 or newer is needed'),
    });
  });

  it('a DATA_DIR that cannot be a folder', async () => {
    const file = join(emptyFolder(), 'file');
    writeFileSync(file, '');
    expect(await failing({ ...(await freePorts()), DATA_DIR: file })).toMatchObject({
      code: 1,
      says: expect.stringContaining('cannot be used'),
    });
  });

  it('a second system on the same folder', async () => {
    const system = await start();
    const { code, says } = await failing({ ...(await freePorts()), DATA_DIR: system.folder });
    expect({ code, says }).toEqual({ code: 1, says: expect.stringContaining('already running') });
  }, 60_000);
});

it('runs on a Redis of its own that REDIS_URL names', async () => {
  const port = await freePort();
  const folder = emptyFolder();
  const server = spawn('redis-server', [
    '--port',
    String(port),
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
  ]);
  try {
    const system = await start(['--no-sim'], { REDIS_URL: `redis://127.0.0.1:${port}` });
    await system.api('/api/v1/presses', { resident: 'res-001' });
    await until(async () => expect(await system.incidents()).toHaveLength(1));
  } finally {
    server.kill('SIGKILL');
  }
}, 90_000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false; // gone
  }
}
