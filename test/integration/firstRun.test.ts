// A community begun with nothing, as real processes: npm start -- --empty, the one-time link, every step over HTTP to the first press; and
// what a second start and a start over something else do.
import { execFile } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Beginning, StartedOver } from '../../contracts/office/start.ts';
import type { AccountAnswer } from '../../contracts/session/session.ts';
import type { DoctorAnswer } from '../../contracts/system/views.ts';
import { root, System, until } from '../system.ts';

let system: System;
afterAll(() => system.stop(), 30_000);

const begun = () => system.api<Beginning>('/api/v1/office/start');
const change = (changes: object[]) => system.api('/api/v1/office/registry/changes', { changes });
const made = (kind: string, id: string, document: object) => ({ kind, id, version: 0, document: { id, ...document } });
const doctor = async (name: string) =>
  (await system.api<DoctorAnswer>('/api/v1/doctor')).checks.find(({ check }) => check === name);
/** What a start on the same data says that ends by itself. */
const refusedStart = async (options: readonly string[]): Promise<string> => {
  const env = {
    ...process.env,
    DATA_DIR: system.folder,
    PORT: String(system.port),
    MQTT_PORT: String(system.mqttPort),
  };
  const ended = await promisify(execFile)(process.execPath, [join(root, 'dist/supervisor/main.js'), ...options], {
    cwd: root,
    env: { ...env, MQTTS_PORT: '0' },
  }).catch((error: { stderr: string }) => error);
  return ended.stderr;
};
const opened = async (link: string): Promise<Response> => {
  const { origin, pathname, searchParams } = new URL(link);
  return fetch(`${origin}${pathname}`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
    body: new URLSearchParams(searchParams).toString(),
  });
};

describe('npm start -- --empty', () => {
  beforeAll(async () => {
    system = await System.start(['--empty'], { YJT_CANARY_SECONDS: '2' });
  }, 180_000);

  it('says how the first administrator comes in, by a link good for one use, and simulates nobody', async () => {
    expect(system.output).toContain('/office/start');
    expect(system.link, 'this is no terminal').toBe('');
    expect(system.output).toContain('account add admin --name 管理员 --role administrator');
    expect(system.processes().some(({ command }) => command.includes('devices-sim'))).toBe(false);
    const account = { login: 'admin', name: '管理员', role: 'administrator' };
    const way = (await system.api<AccountAnswer>('/api/v1/accounts', account)).link;
    const first = await opened(way);
    expect(first.status).toBe(303);
    expect(first.headers.get('location')).toBe('/office/start?password=1');
    expect((await opened(way)).headers.get('location')).toContain('expired');
    const { link } = await system.api<AccountAnswer>('/api/v1/accounts/admin/link', {});
    expect((await opened(link)).status).toBe(303);
  });

  it('has nothing in it, and everything runs: ready, nobody to be helped, the canary presses, the doctor says what to do', async () => {
    expect(await begun()).toEqual({ sample: false, done: [] });
    expect(await doctor('district')).toMatchObject({
      state: 'warning',
      remedy: expect.stringContaining('/office/start'),
    });
    await until(async () => expect(await doctor('canary')).toMatchObject({ state: 'ok' }), 90);
    for (const path of [
      'map',
      'dispatching',
      'readiness',
      'roster/gaps',
      'responders',
      'office/readiness',
      'handover',
      'aftercare',
    ])
      expect((await system.call(`/api/v1/${path}`)).status, path).toBe(200);
    const checks = (await system.api<DoctorAnswer>('/api/v1/doctor')).checks;
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
  }, 120_000);

  it('is set up in five sets of changes, and the first press is offered to the coordinator', async () => {
    const centre = [104.0624, 30.6407];
    const ring = [
      [104.06, 30.638],
      [104.066, 30.638],
      [104.066, 30.644],
      [104.06, 30.644],
      [104.06, 30.638],
    ];
    await change([{ kind: 'district', id: 'community', set: { name: '青龙社区', centre } }]);
    await change([made('grids', 'grid-1', { name: '第一网格', ring })]);
    await change([
      made('responders', 'wgy-1', {
        name: '王芳',
        role: 'grid_coordinator',
        grid: 'grid-1',
        base: centre,
        means: 'bicycle',
        phone: '13800001111',
        onDuty: true,
        simulated: false,
      }),
    ]);
    await change([
      made('courtyards', 'yard-1', { grid: 'grid-1', name: '1号院', position: centre }),
      made('homes', 'home-1', { courtyard: 'yard-1', building: '3栋', unit: '1', door: '502', access: {} }),
      made('residents', 'res-1', {
        home: 'home-1',
        name: '李秀英',
        gender: 'female',
        birthYear: 1941,
        livesAlone: true,
        conditions: [],
        contacts: [],
      }),
    ]);
    await change([made('devices', 'btn-1', { kind: 'button', home: 'home-1' })]);
    await until(async () =>
      expect((await begun()).done).toEqual(['community', 'grids', 'coordinator', 'home', 'button']),
    );
    const login = await system.api<{ username: string; password: string }>('/api/v1/devices', { device: 'btn-1' });
    const button = await system.mqtt(login);
    await button.publishAsync('yjt/v1/d/btn-1/press', '{"kind":"sos","id":"first"}', { qos: 1 });
    await until(async () => {
      const [incident] = await system.incidents();
      expect(incident).toMatchObject({ home: 'home-1', legs: [{ responder: { id: 'wgy-1' }, state: 'offered' }] });
    });
    const { done, press, home, device } = await begun();
    expect(done).toContain('press');
    expect([press?.incident, home?.says, device]).toEqual([
      (await system.incidents())[0]?.id,
      '1号院 3栋 1 502',
      'btn-1',
    ]);
    expect(await doctor('district')).toMatchObject({ state: 'ok' });
  }, 60_000);

  it('over a community says what to do and changes nothing; without it everything goes on as it was', async () => {
    await system.interrupt();
    const says = await refusedStart(['--empty']);
    expect(says).toContain('holds a community already (青龙社区); nothing was changed');
    expect(says).toContain('Start it without --empty');
    await system.resume([]);
    expect(system.output).toContain('青龙社区');
    expect((await begun()).done).toContain('press');
    expect((await system.incidents())[0]).toMatchObject({ home: 'home-1', state: 'open' });
    await system.stop();
  }, 120_000);
});

describe('the sample', () => {
  beforeAll(async () => {
    system = await System.start([], { YJT_SIM_PRESS_EVERY_SECONDS: '0' });
  }, 180_000);
  const over = (name: string) => system.call('/api/v1/office/start/over', { body: { name } });
  const press = (body: object) => system.api<{ incident: string }>('/api/v1/presses', { kind: 'sos', ...body });

  it('is not begun over by --empty: it says how it is started over', async () => {
    await system.interrupt();
    const says = await refusedStart(['--empty']);
    expect(says).toContain('holds a community already (黉门街社区); nothing was changed');
    expect(says).toContain('/office/start as administrator');
    await system.resume([]);
  }, 120_000);

  it('is started over by nobody who names it wrongly, or while a call of no invented home is open', async () => {
    expect((await begun()).over).toMatchObject({ homes: expect.any(Number), open: 0, real: 0, backup: true });
    expect((await over('红门街社区')).status).toBe(400);
    await system.api('/api/v1/devices', { device: 'btn-found' }).catch(() => undefined);
    const { incident } = await press({ device: 'btn-found' });
    await until(async () => expect((await begun()).over).toMatchObject({ real: 1 }));
    const refused = await over('黉门街社区');
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([409, 'real_incident_open']);
    expect((await begun()).sample).toBe(true);
    expect(existsSync(join(system.folder, 'backups'))).toBe(false);
    await system.api(`/api/v1/incidents/${incident}/commands`, {
      id: 'closes',
      command: 'close',
      disposition: 'test',
      text: '试按',
    });
  }, 60_000);

  it('gives way, with a backup first, to a community with nothing in it; its calls are closed, its logins and its simulator end', async () => {
    const { link } = await system.api<{ link: string }>('/api/v1/tokens', { role: 'wall', name: '大屏', link: true });
    const { incident } = await press({ resident: 'res-003' });
    const told = await over('黉门街社区');
    expect(told.status).toBe(200);
    const { removed, backup } = (await told.json()) as StartedOver;
    expect(removed.homes).toBeGreaterThan(10);
    expect(readdirSync(join(system.folder, 'backups'))).toContain(backup);
    await until(async () => expect(await begun()).toEqual({ sample: false, done: [] }));
    expect((await system.incidents('closed')).find(({ id }) => id === incident)).toMatchObject({
      closed: { disposition: 'test' },
    });
    expect((await opened(link)).headers.get('location')).toContain('expired');
    await until(() => expect(system.processes().some(({ command }) => command.includes('devices-sim'))).toBe(false));
    expect((await over('新社区')).status).toBe(409);
    const { entries } = await system.api<{ entries: { action: string; why?: string }[] }>('/api/v1/audit?limit=50');
    expect(entries.find(({ action }) => action === 'started_over')?.why).toBe(backup);
    await system.interrupt();
    await system.resume(['--empty']); // nothing has been begun: it may be asked for, and says the way in
    expect(system.output).toContain('account add admin');
    expect(await begun()).toEqual({ sample: false, done: [] });
  }, 120_000);
});
