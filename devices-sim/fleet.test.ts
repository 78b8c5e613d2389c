// The fleet over a real broker of the same make as ours, told at three hundred times the speed of life.
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Aedes, type Client } from 'aedes';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Fleet } from '../contracts/device/fleet.ts';
import type { Dispatch } from '../contracts/incident/messages.ts';
import { deviceTopic, responderTopic } from '../contracts/topics.ts';
import { type RunningFleet, startFleet } from './fleet.ts';
import { Memory } from './memory.ts';
import { readScenario } from './scenario.ts';

const everyday = readScenario(resolve(import.meta.dirname, 'scenarios/everyday.json'));
const until = (condition: () => void): Promise<void> => vi.waitFor(condition, { timeout: 15_000, interval: 10 });
const incident = '01ARZ3NDEK-0-s05' as Dispatch['incident'];
const offer = { incident, number: 1, leg: 'L1', track: 'grid', priority: 1, call: '求助', say: '' };
const dispatch = (kind: Dispatch['kind'], revision: number): object => ({
  ...offer,
  kind,
  revision,
  delivery: `${incident}/L1/${revision}`,
  ...(kind === 'stand_down' ? {} : { position: [104.062, 30.64] }),
});

const fleet: Fleet = {
  logins: [
    { kind: 'responder', id: 'wang', password: 'p' },
    { kind: 'device', id: 'btn-1', password: 'p' },
    { kind: 'responder', id: 'left-long-ago', password: 'p' },
  ],
  bundle: {
    roads: [
      {
        id: 'r1',
        name: '试验街',
        kind: 'residential',
        line: [
          [104.06, 30.64],
          [104.062, 30.64],
        ],
      },
    ],
    policy: { speeds: { bicycleMetresPerSecond: 4.2, footMetresPerSecond: 1.2 } } as Fleet['bundle']['policy'],
    homes: [],
    devices: [],
    responders: [
      {
        id: 'wang',
        name: '王（虚构）',
        role: 'grid_coordinator',
        base: [104.06, 30.64],
        means: 'bicycle',
        onDuty: true,
        simulated: true,
      },
    ],
  },
};

describe('the simulated fleet', () => {
  let folder: string;
  let aedes: Aedes;
  let server: Server;
  let running: RunningFleet | undefined;
  let passwords: Record<string, string>;
  let attempts: string[];
  let heard: { topic: string; body: Record<string, unknown> }[];
  let clients: Map<string, Client>;
  const sockets = new Set<Socket>();
  const info = vi.fn();

  const listen = async (port = 0): Promise<void> => {
    server = createServer((socket) => {
      sockets.add(socket);
      aedes.handle(socket);
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  const hangUp = async (): Promise<void> => {
    const closed = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    await closed;
  };
  const port = (): number => (server.address() as AddressInfo).port;
  const start = async (): Promise<void> => {
    running = startFleet({
      fleet,
      scenario: {
        ...everyday,
        presses: { ...everyday.presses, everySeconds: 0 },
        people: { ...everyday.people, declines: 0, misses: 0 },
      },
      seed: 1,
      pace: 300,
      broker: { host: '127.0.0.1', port: port() },
      memory: new Memory(join(folder, 'people.json'), (error) => expect.unreachable(String(error))),
      log: { info },
    });
    await running.ready;
  };
  const tell = (body: object): void =>
    clients.get('wang')?.publish(
      {
        cmd: 'publish',
        topic: responderTopic('wang', 'dispatch'),
        payload: JSON.stringify(body),
        qos: 1,
        retain: false,
        dup: false,
      },
      () => {},
    );
  const listens = () => until(() => expect(clients.has('wang')).toBe(true));
  const replies = () =>
    heard.filter(({ topic }) => topic === responderTopic('wang', 'reply')).map(({ body }) => body.reply);

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'yjt-sim-'));
    passwords = { wang: 'p', 'btn-1': 'p' };
    [attempts, heard, clients] = [[], [], new Map()];
    info.mockClear();
    aedes = await Aedes.createBroker();
    aedes.authenticate = (client, username, password, done) => {
      attempts.push(username ?? '');
      const right = passwords[username ?? ''] === password?.toString();
      if (right) Object.assign(client, { login: username });
      done(right ? null : Object.assign(new Error('no'), { returnCode: 4 as const }), right);
    };
    aedes.on('subscribe', (_, client) => clients.set((client as Client & { login: string }).login, client));
    aedes.on('publish', ({ topic, payload }, client) => {
      if (client) heard.push({ topic, body: JSON.parse(payload.toString()) as Record<string, unknown> });
    });
    await listen();
  });

  afterEach(async () => {
    await running?.stop();
    running = undefined;
    await hangUp();
    await new Promise<void>((done) => aedes.close(done));
    rmSync(folder, { recursive: true });
  });

  it('answers an offer step by step, and shows the way there', async () => {
    await start();
    await listens();
    tell(dispatch('offer', 1));
    await until(() => expect(replies()).toEqual(['receipt', 'accept', 'en_route', 'on_scene', 'done']));
    const positions = heard.filter(({ topic }) => topic === responderTopic('wang', 'position'));
    expect(positions.some(({ body }) => Number(body.lon) > 104.06)).toBe(true);
  });

  it('confirms a stand-down', async () => {
    await start();
    await listens();
    tell(dispatch('stand_down', 2));
    await until(() => expect(heard.map(({ body }) => body.delivery)).toContain(`${incident}/L1/2`));
  });

  it('shows that the buttons are alive', async () => {
    await start();
    await until(() => expect(heard.map(({ topic }) => topic)).toContain(deviceTopic('btn-1', 'health')));
  });

  it('leaves somebody alone for good who was given a login of their own', async () => {
    await start();
    await listens();
    passwords.wang = 'theirs';
    clients.get('wang')?.close();
    await until(() => expect(running?.left()).toBe(1));
    expect(info.mock.calls.filter(([fields]) => fields.login === 'wang')).toHaveLength(1);
    // The button coming back twice shows that time enough has passed for another attempt.
    for (const times of [2, 3]) {
      const where = port();
      await hangUp();
      await listen(where);
      await until(() => expect(attempts.filter((login) => login === 'btn-1')).toHaveLength(times));
    }
    expect(attempts.filter((login) => login === 'wang')).toHaveLength(2);
  });

  it('comes back when the broker was away', async () => {
    await start();
    await listens();
    const where = port();
    await hangUp();
    clients.clear();
    await listen(where);
    await listens();
    tell(dispatch('offer', 1));
    await until(() => expect(replies()).toContain('accept'));
  });

  it('arrives after a restart', async () => {
    await start();
    await listens();
    tell(dispatch('offer', 1));
    await until(() => expect(replies()).toContain('accept'));
    await running?.stop();
    expect(existsSync(join(folder, 'people.json'))).toBe(true);
    await start();
    await until(() => expect(replies()).toContain('done'));
    expect(replies().filter((reply) => reply === 'accept')).toHaveLength(1);
  });
});
