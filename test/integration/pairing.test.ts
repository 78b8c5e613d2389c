// A device comes into a home (docs/decisions/046), on a running system: what is heard of it, its press as a test, what is refused, and who was faster.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { MqttClient } from 'mqtt';
import { afterEach, describe, expect, it } from 'vitest';
import type { DeviceLogin, SourceLogin } from '../../contracts/device/logins.ts';
import type { HeardAddresses, PairingList, PairingView } from '../../contracts/device/pairing.ts';
import type { ToMend } from '../../contracts/office/readiness.ts';
import type { RegistryHistory } from '../../contracts/office/registry.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { ofThisFile } from '../lives.ts';
import { root, System, until } from '../system.ts';
import { yjtJson } from '../yjt.ts';

const system = await ofThisFile(System.start());
const source = { name: '社区网关', family: 'zigbee2mqtt', door: 'broker' };
await system.api('/api/v1/office/registry/changes', {
  changes: [{ kind: 'sources', id: 'z2m', version: 0, document: source }],
});
const login = await system.api<SourceLogin>('/api/v1/sources/z2m/credential', {});
const gateway = await system.mqtt(login);
afterEach(() => system.clear());

let made = 0;
/** An address that no device has had. */
const newAddress = (): string => `0x00158d000000${(++made).toString(16).padStart(4, '0')}`;
const newNumber = (): string => `btn-pair-${++made}`;
const says = (address: string, message: object): Promise<unknown> =>
  gateway.publishAsync(`zigbee2mqtt/${address}`, JSON.stringify(message), { qos: 1 });
const press = (address: string): Promise<unknown> => says(address, { action: 'emergency', battery: 80 });
const codeOf = async (path: string, body?: object, method?: string): Promise<string> => {
  const answer = await system.call(path, { body, ...(method && { method }) });
  return `${answer.status} ${((await answer.json()) as { error?: string }).error ?? ''}`.trim();
};
const begin = (body: object): Promise<PairingView> =>
  system.api('/api/v1/pairing', { kind: 'button', home: 'home-010', ...body });
const view = (device: string, since?: string): Promise<PairingView> =>
  system.api(`/api/v1/pairing/${device}${since === undefined ? '' : `?since=${encodeURIComponent(since)}`}`);
const window = async (device: string): Promise<string> => {
  const { until: ends } = await until(async () => {
    const answer = await system.api<{ until?: string }>(`/api/v1/devices/${device}/test-window`, {
      id: randomUUID(),
      minutes: 5,
    });
    expect(answer.until).toBeDefined();
    return answer;
  });
  return new Date(Date.parse(ends ?? '') - 5 * 60_000).toISOString();
};
const confirm = (device: string, body: object = {}) =>
  codeOf(`/api/v1/pairing/${device}/installed`, { home: 'home-010', place: '床头', answer: 'told', ...body });
const reasonsOf = async (home: string): Promise<string[]> => {
  const { homes } = await system.api<ToMend>('/api/v1/office/readiness');
  return homes.find(({ id }) => id === home)?.reasons ?? [];
};

describe('a Zigbee button', () => {
  it('is found by what it sends, is no button of its home until its press came and was confirmed, and calls then', async () => {
    const address = newAddress();
    await says(address, { battery: 80, linkquality: 120 });
    const found = await until(async () => {
      const { heard } = await system.api<HeardAddresses>('/api/v1/pairing/heard');
      const [first] = heard;
      expect(first?.address).toBe(address.slice(2));
      return first;
    });
    expect(found).toMatchObject({ source: { id: 'z2m' }, battery: 80 });
    expect(await system.incidents()).toEqual([]);
    const device = newNumber();
    expect(await begin({ device, address: found?.address })).toMatchObject({ step: 'press', shows: false });
    await until(async () => expect(await reasonsOf('home-010')).toContain('device_not_installed'));
    expect((await system.api<PairingList>('/api/v1/pairing')).devices).toMatchObject([{ device, home: 'home-010' }]);
    expect(await confirm(device)).toBe('409 not_pressed');

    const since = await window(device);
    await press(address);
    const came = await until(async () => {
      const now = await view(device, since);
      expect(now.step).toBe('confirm');
      return now;
    });
    expect(came).toMatchObject({
      press: { kind: 'sos', word: 'emergency' },
      battery: 80,
      source: { name: '社区网关' },
    });
    expect(came.answered?.tookMs).toBeLessThan(10_000);
    expect(await system.incidents()).toEqual([]);

    expect(await confirm(device, { home: 'home-011' })).toBe('409 other_home');
    expect(await confirm(device, { answer: 'heard' })).toBe('409 answer_not_heard');
    expect(await confirm(device)).toBe('200');
    expect(await confirm(device)).toBe('200'); // another one was faster
    await until(async () => expect(await reasonsOf('home-010')).not.toContain('device_not_installed'));
    const { edits } = await system.api<RegistryHistory>(`/api/v1/office/registry/devices/${device}/history`);
    expect(edits[0]).toMatchObject({ why: '装机完成：试按已收到，已向老人讲清' });
    const { entries } = await system.api<{ entries: { action: string; about?: string; reason?: string }[] }>(
      '/api/v1/audit?limit=20',
    );
    expect(entries.find(({ action }) => action === 'device_installed')).toMatchObject({
      about: device,
      reason: 'told',
    });

    await until(async () => {
      await press(address);
      expect((await system.incidents()).map(({ home }) => home)).toEqual(['home-010']);
    });
  });

  it('that is pressed before anybody has registered it calls as a device that nobody knows, and is on top of what is heard', async () => {
    const address = newAddress();
    await press(address);
    await until(async () => expect((await system.incidents())[0]?.kind).toBe('unknown_device'));
    const { heard } = await system.api<HeardAddresses>('/api/v1/pairing/heard');
    expect(heard[0]).toMatchObject({ address: address.slice(2), pressed: { word: 'emergency' } });
  });

  it('that is pressed outside of a window calls for real although it is not installed', async () => {
    const [device, address] = [newNumber(), newAddress()];
    await begin({ device, address });
    await until(async () => {
      await press(address);
      expect((await system.incidents()).map(({ home, kind }) => [home, kind])).toEqual([['home-010', 'sos']]);
    });
    // While that is open no press is a test.
    expect(await codeOf(`/api/v1/devices/${device}/test-window`, { id: randomUUID() })).toBe('409 another_open');
    expect((await view(device)).hints).toContain('call_open');
  });

  it('whose neighbour is pressed instead is not installed, and it is said which that was', async () => {
    const [device, other] = [newNumber(), newNumber()];
    const [address, others, nobodys] = [newAddress(), newAddress(), newAddress()];
    await begin({ device, address });
    await begin({ device: other, address: others, home: 'home-011' });
    const since = await window(device);
    await press(others);
    await press(nobodys);
    const now = await until(async () => {
      const found = await view(device, since);
      expect(found.others).toHaveLength(2);
      return found;
    });
    expect(now.step).toBe('press');
    expect(now.others.map((one) => one.device ?? one.address).sort()).toEqual([nobodys.slice(2), other].sort());
  });
});

describe('two who install at once', () => {
  it('with one address: one has it, and the other is told whose it is', async () => {
    const address = newAddress();
    const bodies = [newNumber(), newNumber()].map((device) => ({ device, address, home: 'home-012', kind: 'button' }));
    const codes = await Promise.all(bodies.map((body) => codeOf('/api/v1/pairing', body)));
    expect(codes.sort()).toEqual(['200', '409 address_taken']);
  });

  it('with one number: in one home they go on with the same, another home is refused', async () => {
    const device = newNumber();
    await begin({ device, address: newAddress() });
    expect(await begin({ device, address: newAddress(), model: 'BT400B' })).toMatchObject({ model: 'BT400B' });
    expect(await codeOf('/api/v1/pairing', { device, home: 'home-013', kind: 'button' })).toBe('409 other_home');
    expect(await codeOf('/api/v1/pairing', { device: 'btn-001', home: 'home-001', kind: 'button' })).toBe(
      '409 already_installed',
    );
  });
});

describe('a device of our own', () => {
  const pressed = async (client: MqttClient, device: string, kind: string): Promise<unknown> =>
    client.publishAsync(deviceTopic(device, 'press'), JSON.stringify({ kind }), { qos: 1 });

  it('gets a login, is pressed and answered, and is installed once somebody heard the answer', async () => {
    const device = newNumber();
    expect(await begin({ device })).toMatchObject({ shows: true, hints: ['no_login'] });
    const { username, password } = await system.api<DeviceLogin>(`/api/v1/pairing/${device}/login`, {});
    const client = await system.mqtt({ username, password });
    const told: unknown[] = [];
    client.on('message', (_topic, payload) => told.push(JSON.parse(payload.toString())));
    await client.subscribeAsync(deviceTopic(device, 'state'), { qos: 1 });
    await window(device);
    await pressed(client, device, 'checkin'); // a sign of life is no press
    await until(() => expect(told).toHaveLength(1));
    expect((await view(device)).step).toBe('press');
    await pressed(client, device, 'sos');
    await until(async () => expect((await view(device)).step).toBe('confirm'));
    await until(() => expect(told.at(-1)).toMatchObject({ state: 'closed', say: '测试成功，按键工作正常。' }));
    expect(await confirm(device)).toBe('409 answer_not_heard');
    expect(await confirm(device, { answer: 'heard' })).toBe('200');
    expect(await codeOf(`/api/v1/pairing/${device}/login`, {})).toBe('409 already_installed');
  });

  const sos = (client: MqttClient, device: string): Promise<unknown> =>
    client.publishAsync(deviceTopic(device, 'press'), JSON.stringify({ kind: 'sos', id: randomUUID() }), { qos: 1 });
  const loggedIn = async (device: string): Promise<MqttClient> =>
    system.mqtt(await system.api<DeviceLogin>(`/api/v1/pairing/${device}/login`, {}));

  it('that is installed while a second window stands open calls with its next press', async () => {
    const device = newNumber();
    await begin({ device, home: 'home-015' });
    const client = await loggedIn(device);
    await window(device);
    await sos(client, device);
    await until(async () => expect((await view(device)).step).toBe('confirm'));
    await window(device); // nobody heard it, and nobody presses again
    expect(await confirm(device, { home: 'home-015', answer: 'heard' })).toBe('200');
    await sos(client, device);
    await until(async () => expect((await system.incidents()).map(({ home }) => home)).toEqual(['home-015']));
  });

  it('that gets another login is another one, and must be pressed anew', async () => {
    const device = newNumber();
    await begin({ device });
    const client = await loggedIn(device);
    await window(device);
    await sos(client, device);
    await until(async () => expect((await view(device)).step).toBe('confirm'));
    await loggedIn(device);
    expect((await view(device)).step).toBe('press');
    expect(await confirm(device, { answer: 'heard' })).toBe('409 not_pressed');
  });

  it('that is given up with a window open, and begun again, calls with its next press', async () => {
    const device = newNumber();
    await begin({ device, home: 'home-015' });
    await window(device);
    expect(await codeOf(`/api/v1/pairing/${device}`, undefined, 'DELETE')).toBe('200');
    await begin({ device, home: 'home-015' });
    await sos(await loggedIn(device), device);
    await until(async () => expect((await system.incidents()).map(({ home }) => home)).toEqual(['home-015']));
  });

  it('is not made an installed one by a form, nor by an earlier state', async () => {
    const device = newNumber();
    await begin({ device });
    const path = `/api/v1/office/registry/devices/${device}`;
    await system.api('/api/v1/office/registry/changes', {
      changes: [{ kind: 'devices', id: device, set: { installing: null, model: '自制' } }],
    });
    await system.api(`${path}/undo`, {});
    const { document } = await system.api<{ document: { installing?: object; model?: string } }>(path);
    expect(document.installing).toBeDefined();
    expect(document.model).toBeUndefined();
    const moved = { changes: [{ kind: 'devices', id: device, set: { address: newAddress() } }] };
    expect(await codeOf('/api/v1/office/registry/changes', moved)).toBe('400 changes_refused');
  });

  it('that turns out to be another one must be pressed anew', async () => {
    const [device, address] = [newNumber(), newAddress()];
    await begin({ device, address });
    await window(device);
    await press(address);
    await until(async () => expect((await view(device)).step).toBe('confirm'));
    expect(await begin({ device, address: newAddress() })).toMatchObject({ step: 'press' });
    expect(await confirm(device)).toBe('409 not_pressed');
  });

  it('that is given up is none any more, and its login ends', async () => {
    const device = newNumber();
    await begin({ device });
    await system.api<DeviceLogin>(`/api/v1/pairing/${device}/login`, {});
    expect(await codeOf(`/api/v1/pairing/${device}`, undefined, 'DELETE')).toBe('200');
    expect(await codeOf(`/api/v1/pairing/${device}`)).toBe('404 not_found');
    expect(await codeOf('/api/v1/pairing/btn-001', undefined, 'DELETE')).toBe('409 already_installed');
  });
});

describe('from a terminal', () => {
  it('goes on where the page stopped, and ends with 0 once it is installed', async () => {
    const [device, address] = [newNumber(), newAddress()];
    await begin({ device, address });
    const args = ['device', 'pair', '--device', device, '--told', '--place', '床头'];
    const env = { ...process.env, DATA_DIR: system.folder };
    const child = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], { env });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
    const ended = new Promise<number | null>((done) => child.once('exit', done));
    await until(() => expect(said).toContain('现在请按一下'));
    await press(address);
    expect([await ended, said]).toEqual([0, expect.stringContaining(`${device} 装好了`)]);
    expect((await view(device)).step).toBe('installed');
  });

  it('ends with 1 and what to look at while no press came, and with 2 where it is not said whose it is', async () => {
    const device = newNumber();
    const failed = await yjtJson(system, 'device', 'pair', '--device', device, '--home', 'home-014', '--address', newAddress(), '--wait', '1').catch((error: unknown) => error); // biome-ignore format: one line
    expect(failed).toMatchObject({ code: 1 });
    expect(JSON.parse((failed as { stderr: string }).stderr)).toMatchObject({
      error: 'not_pressed',
      device,
      hints: ['never_heard'],
    });
    const whose = await yjtJson(system, 'device', 'pair', '--own').catch((error: unknown) => error);
    expect(whose).toMatchObject({ code: 2 });
  });
});

describe('the code on a device', () => {
  it('leads staff to where it is installed, and shows everybody else one page, whichever device it is', async () => {
    const at = (device: string, headers: Record<string, string> = {}) =>
      fetch(`http://127.0.0.1:${system.port}/d/${device}`, { redirect: 'manual', headers });
    const staff = await at('btn-001', { authorization: `Bearer ${system.token}` });
    expect([staff.status, staff.headers.get('location')]).toEqual([303, '/office/pair?device=btn-001']);
    const [one, other] = await Promise.all(['btn-001', 'nobodys'].map(async (device) => (await at(device)).text()));
    expect(one?.replaceAll('btn-001', '')).toBe(other?.replaceAll('nobodys', ''));
    expect(one).toContain('这是一台求助设备');
  });
});
