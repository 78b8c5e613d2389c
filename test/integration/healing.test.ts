// No human hand: whatever ends or hangs, the next press is taken and acted on again, and the officer can read what happened.
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Dispatch } from '../../contracts/incident/messages.ts';
import type { AlarmRecord, DoctorAnswer, Proof } from '../../contracts/system/views.ts';
import { connect } from '../../store/connection.ts';
import type { shardKeys } from '../../store/keys.ts';
import { readLease } from '../../store/lease.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';

const device = 'btn-001';
const [shard] = ['s00'] as Parameters<typeof shardKeys>;

const system = await ofThisFile(System.start(['--no-sim'], { YJT_CANARY_SECONDS: '1' }));
const { devices } = (await system.api<{ residents: { id: string; devices: string[] }[] }>('/api/v1/residents'))
  .residents[0] ?? { devices: [] };
const login = await system.api<{ username: string; password: string }>('/api/v1/devices', {
  device: devices[0] ?? device,
});
const button = await system.mqtt(login);
const topic = `yjt/v1/d/${login.username}/press`;

let pressed = 0;
/** Pressed until it is acknowledged, as a button does. */
const press = (): Promise<unknown> =>
  button.publishAsync(topic, JSON.stringify({ id: `p-${pressed++}`, kind: 'sos' }), { qos: 1 });
/** Acknowledged, and in an incident. */
async function pressAndBeHeard(seconds = 30): Promise<void> {
  const id = `p-${pressed}`;
  await press();
  await until(async () => {
    const presses = (await system.incidents()).flatMap((one) => one.presses.map((fact) => fact.id));
    expect(presses).toContain(id);
  }, seconds);
}
const record = () => system.api<AlarmRecord>('/api/v1/alarms');
const healed = (code: string, subject: string, seconds = 40) =>
  until(async () => {
    const changes = (await record()).changes.filter((one) => one.code === code && one.subject === subject);
    expect(changes.map(({ change }) => change)).toEqual(expect.arrayContaining(['raised', 'cleared']));
  }, seconds);

/** The pid of the dispatcher that works the sample's shard: it stands in the holder's name. */
async function holder(): Promise<number> {
  const redis = connect(system.store);
  try {
    const lease = await readLease(redis, shard);
    return Number(lease?.holder.split('/')[1]);
  } finally {
    redis.disconnect();
  }
}

describe('without a human hand', () => {
  it('the standby acts when the dispatcher dies', async () => {
    await pressAndBeHeard();
    const before = await holder();
    process.kill(before, 'SIGKILL');
    await pressAndBeHeard();
    await until(async () => expect(await holder()).not.toBe(before));
  });

  it('the standby acts when the dispatcher hangs, which is then killed; awake again it would decide nothing', async () => {
    const before = await holder();
    process.kill(before, 'SIGSTOP');
    await pressAndBeHeard();
    expect(await holder()).not.toBe(before);
    await until(() => expect(system.processes().map(({ pid }) => pid)).not.toContain(before), 40);
    await pressAndBeHeard();
  });

  it('a broker that hangs is started again and the button comes back to it', async () => {
    const pid = system.kill('broker/main', 'SIGSTOP');
    await pressAndBeHeard(60);
    expect(system.processes().map((one) => one.pid)).not.toContain(pid);
    await healed('process_down', 'broker');
  }, 90_000);

  it('a Redis that hangs acknowledges nothing, is started again, and then has the press', async () => {
    const pid = system.kill('redis-server', 'SIGSTOP');
    await pressAndBeHeard(60);
    expect(system.processes().map((one) => one.pid)).not.toContain(pid);
    await healed('process_down', 'redis');
  }, 90_000);

  it('every process that is killed is told to the officer with its end and its healing', async () => {
    for (const [word, name] of [
      ['broker/main', 'broker'],
      ['console/server/main', 'console'],
      ['auditor/main', 'auditor'],
    ] as const) {
      system.kill(word);
      await healed('process_down', name);
    }
    await pressAndBeHeard();
  }, 90_000);
});

describe('the canary', () => {
  const doctor = () => system.api<DoctorAnswer>('/api/v1/doctor');

  it('presses through the real path, and its hops are histograms', async () => {
    await until(async () =>
      expect((await doctor()).checks.find(({ check }) => check === 'canary')).toMatchObject({ state: 'ok' }),
    );
    await until(async () => {
      const text = await (await system.call('/metrics')).text();
      for (const hop of ['received', 'stored', 'decided', 'sent', 'receipt'])
        expect(text).toMatch(new RegExp(`yjt_canary_hop_seconds_count\\{district="hongmenjie",hop="${hop}"\\} [1-9]`));
    });
  });

  it('opens no incident', async () => {
    expect((await system.incidents()).filter((one) => one.device?.startsWith('_canary'))).toEqual([]);
  });

  it('alarms when it does not come back, the doctor says what to do, and all is well again by itself', async () => {
    process.kill(system.pid, 'SIGSTOP'); // nobody starts them again
    try {
      for (const { pid, command } of system.processes())
        if (command.includes('dispatcher/main')) process.kill(pid, 'SIGKILL');
      await until(async () => {
        const { checks } = await doctor();
        expect(checks.map(({ check }) => check)).toEqual(expect.arrayContaining(['canary_dead', 'dispatcher_silent']));
        expect(checks.filter(({ remedy, state }) => state !== 'ok' && remedy === undefined)).toEqual([]);
      }, 60);
    } finally {
      process.kill(system.pid, 'SIGCONT');
    }
    const metrics = await (await system.call('/metrics')).text();
    expect(metrics).toMatch(/yjt_canary_missed_total\{district="hongmenjie"\} [2-9]/);
    await healed('canary_dead', 'hongmenjie', 60);
    await healed('dispatcher_silent', 's00');
  }, 120_000);

  it('is no login for a button: a press that calls itself a canary is still a press', async () => {
    const id = `p-${pressed++}`;
    await button.publishAsync(topic, JSON.stringify({ id, kind: 'canary' }), { qos: 1 });
    await until(async () => {
      const presses = (await system.incidents()).flatMap((one) => one.presses.map((fact) => fact.id));
      expect(presses).toContain(id);
    });
  }, 60_000);
});

describe('the proof of one press', () => {
  beforeEach(() => system.clear());

  it('lists each hop from the button to the receipt and marks what nobody noted', async () => {
    const login = await system.api<{ username: string; password: string }>('/api/v1/responders/wang-g1/credential', {});
    const phone = await system.mqtt(login);
    const offers: Dispatch[] = [];
    phone.on('message', (_topic, payload) => offers.push(JSON.parse(payload.toString()) as Dispatch));
    await phone.subscribeAsync('yjt/v1/r/wang-g1/dispatch', { qos: 1 });
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-001' });
    const offer = await until(() => {
      const found = offers.find((one) => one.incident === incident);
      if (!found) throw new Error('not offered yet');
      return found;
    });
    const { delivery, leg } = offer;
    for (const reply of ['receipt', 'accept'])
      await phone.publishAsync(
        'yjt/v1/r/wang-g1/reply',
        JSON.stringify({ id: `w-${reply}`, delivery, incident, leg, reply }),
        { qos: 1 },
      );
    const proof = await until(async () => {
      const found = await system.api<Proof>(`/api/v1/incidents/${incident}/proof`);
      const noted = found.hops.filter(({ state, leg: of }) => state === 'noted' && (of === undefined || of === leg));
      expect(noted.map(({ hop }) => hop)).toEqual(
        expect.arrayContaining(['heard', 'stored', 'decided', 'offered', 'sent', 'received', 'accepted']),
      );
      return found;
    });
    const order = ['heard', 'stored', 'decided', 'offered', 'received', 'accepted'];
    const own = proof.hops.filter(({ hop, leg: of }) => order.includes(hop) && (of === undefined || of === leg));
    expect(own.map(({ hop }) => hop)).toEqual(order);
    // Nobody has a console open and nobody sits at the health desk: that is on record too.
    await until(async () => {
      const { hops, gaps } = await system.api<Proof>(`/api/v1/incidents/${incident}/proof`);
      expect(hops.find(({ hop }) => hop === 'shown')).toMatchObject({ state: 'gap' });
      expect(gaps).toBeGreaterThan(0);
    });
  }, 60_000);
});

describe('what the logs hold', () => {
  it("is no name of a resident and no canary's password", () => {
    for (const name of ['broker', 'dispatcher', 'dispatcher-standby', 'console', 'auditor'])
      expect(readFileSync(`${system.folder}/logs/${name}.log`, 'utf8')).not.toContain('谢老师傅');
  });
});
