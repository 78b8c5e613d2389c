// A running system with logins and tokens of every kind, and what must still be true of it when strange things have been sent: the processes are
// those that began, a neighbour's press is decided, and what was taken of memory is given back.
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { ResidentView } from '../../contracts/office/residents.ts';
import type { ResponderView } from '../../contracts/office/responders.ts';
import type { TokenAnswer } from '../../contracts/session/session.ts';
import { Role } from '../../contracts/terms.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { System, until } from '../system.ts';

export type Login = { username: string; password: string };
const settings = {
  // Every case is to be decided, not merged.
  YJT_PRESSES_AT_ONCE: '1000',
  YJT_PRESSES_A_MINUTE: '60000',
  YJT_ACTIONS_A_SECOND: '10000',
  YJT_LOGINS_AT_ONCE: '1000',
  YJT_LOG_LEVEL: 'error',
};
/** What garbage may have grown by, a process: what V8 keeps of a heap that it had needed for a moment. */
const grownAtMostMb = 160;

export class OpenDoors {
  readonly system: System;
  readonly devices: readonly Login[];
  readonly responders: readonly Login[];
  readonly tokens: readonly { role: Role; token: string }[];
  /** Ids that exist, by the name of the field that says them. */
  readonly known: Readonly<Record<string, readonly string[]>>;
  readonly #neighbour: Login;
  readonly #began: ReadonlyMap<string, number>;
  #memory = new Map<string, number>();

  private constructor(parts: {
    system: System;
    devices: Login[];
    responders: Login[];
    tokens: { role: Role; token: string }[];
    known: Record<string, string[]>;
    neighbour: Login;
  }) {
    this.system = parts.system;
    this.devices = parts.devices;
    this.responders = parts.responders;
    this.tokens = parts.tokens;
    this.known = parts.known;
    this.#neighbour = parts.neighbour;
    this.#began = this.#pids();
  }

  static async open(): Promise<OpenDoors> {
    const system = await System.start(['--no-sim'], settings);
    const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
    const { responders } = await system.api<{ responders: ResponderView[] }>('/api/v1/responders');
    const homes = new Map(
      residents.flatMap(({ home, devices: [device] }) => (device === undefined ? [] : [[home, device]])),
    );
    const [neighbour = '', ...devices] = [...homes.values()].slice(0, 25);
    const people = responders.slice(0, 12).map(({ id }) => id);
    const deviceLogin = (device: string): Promise<Login> => system.api<Login>('/api/v1/devices', { device });
    const logins = await Promise.all(devices.map(deviceLogin));
    const family = async (): Promise<string> => {
      const { searchParams } = new URL(await system.familyLink(residents[0]?.id ?? ''));
      const answer = await fetch(`http://127.0.0.1:${system.port}/enter`, {
        method: 'POST',
        redirect: 'manual',
        body: searchParams,
      });
      const [, token] = /^yjt_family=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '') ?? [];
      if (token === undefined) throw new Error(`/enter: ${answer.status}, and no session of the family`);
      return token;
    };
    const tokens = Role.enum.map(async (role) => {
      if (role === 'family') return { role, token: await family() };
      const who = role === 'responder' ? { responder: people[0] } : role === 'button' ? { device: devices[0] } : {};
      const { token } = await system.api<TokenAnswer>('/api/v1/tokens', { role, name: `fuzz ${role}`, ...who });
      return { role, token };
    });
    await Promise.all(
      logins.slice(0, 4).map(({ username: device }) => system.api('/api/v1/presses', { device, kind: 'sos' })),
    );
    const incidents = await until(async () => {
      const open = await system.incidents();
      expect(open).toHaveLength(4);
      return open;
    });
    return new OpenDoors({
      system,
      devices: logins,
      responders: await Promise.all(people.map((id) => system.api<Login>(`/api/v1/responders/${id}/credential`, {}))),
      tokens: await Promise.all(tokens),
      known: {
        ...idsOf(incidents),
        device: devices,
        responder: people,
        resident: residents.slice(0, 20).map(({ id }) => id),
        home: [...homes.keys()].slice(0, 20),
      },
      neighbour: await deviceLogin(neighbour),
    });
  }

  stop(): Promise<void> {
    return this.system.stop();
  }

  /** Notes what memory each process has now: call it when everything was used once. */
  warm(): void {
    this.#memory = this.memory();
  }

  /** MB of each process. */
  memory(): Map<string, number> {
    return new Map(
      [...this.#pids()].map(([name, pid]) => {
        const [, kB = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
        return [name, Math.round(Number(kB) / 1024)];
      }),
    );
  }

  /** Fails when something died, somebody is kept waiting, or memory is not given back. */
  async isWell(): Promise<void> {
    expect(this.#pids()).toEqual(this.#began);
    const client = await this.system.mqtt(this.#neighbour);
    let told = 0;
    client.on('message', () => {
      told += 1;
    });
    await client.subscribeAsync(deviceTopic(this.#neighbour.username, 'state'), { qos: 1 });
    const before = told;
    await client.publishAsync(
      deviceTopic(this.#neighbour.username, 'press'),
      JSON.stringify({ id: `well-${Math.random()}`, kind: 'sos' }),
      { qos: 1 },
    );
    await until(() => expect(told).toBeGreaterThan(before), 10);
    await client.endAsync();
    expect((await this.system.call('/healthz', { withinMs: 5_000 })).status).toBe(200);
    await until(() => {
      const grown = [...this.memory()].filter(([name, mb]) => mb > (this.#memory.get(name) ?? mb) + grownAtMostMb);
      expect(grown, `memory before: ${JSON.stringify([...this.#memory])}`).toEqual([]);
    }, 60);
  }

  #pids(): Map<string, number> {
    return new Map(
      this.system.processes().map(({ pid, command }, i) => {
        const name = /dist\/([a-z-]+)\//.exec(command)?.[1] ?? 'redis';
        return [`${name} ${i}`, pid];
      }),
    );
  }
}

function idsOf(incidents: readonly IncidentView[]): Record<string, string[]> {
  const legs = incidents.flatMap((one) => one.legs);
  return { incident: incidents.map(({ id }) => id), leg: legs.map(({ id }) => id) };
}
