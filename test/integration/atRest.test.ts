// What lies on the disk of a whole system, and what it does without the key: presses and offers go on.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, describe, expect, it } from 'vitest';
import type { IncidentDetail } from '../../contracts/incident/views.ts';
import { lockedText } from '../../contracts/office/personal.ts';
import type { KeysView } from '../../contracts/system/views.ts';
import { readAlarms } from '../../store/alarms.ts';
import { connect } from '../../store/connection.ts';
import { directoryKeys } from '../../store/keys.ts';
import { ofThisFile } from '../lives.ts';
import { sampleBundle } from '../sample.ts';
import { System, until } from '../system.ts';

const bundle = sampleBundle();
const resident = bundle.residents.find(({ phone, conditions, contacts }) => phone && conditions[0] && contacts[0]);
const home = bundle.homes.find(({ id }) => id === resident?.home);
const device = bundle.devices.find((one) => one.home === home?.id)?.id ?? '';

const system = await ofThisFile(System.start());
const redis = connect(system.store).on('error', () => undefined); // away while the system starts again
afterAll(() => redis.disconnect());

const alarms = async (): Promise<string[]> => (await readAlarms(redis)).map(({ code }) => code);
const press = (id: string): Promise<{ incident: string }> => system.api('/api/v1/presses', { device, kind: 'sos', id });
/** The press's incident, once somebody is asked. */
const offered = (id: string): Promise<IncidentDetail> =>
  until(async () => {
    const detail = await system.api<IncidentDetail>(`/api/v1/incidents/${id}`);
    expect(detail.incident.legs.length).toBeGreaterThan(0);
    return detail;
  });

/** In full, as an officer asks for it to call. */
const phone = async (incident: string): Promise<string> =>
  (await system.api<{ phone: string }>(`/api/v1/incidents/${incident}/phone`, { resident: resident?.id })).phone;

describe('the managed Redis', () => {
  it('lets nobody in without a login, and each process only to what it works with', async () => {
    const stranger = connect({ socket: system.redisSocket });
    stranger.on('error', () => undefined);
    await expect(stranger.get(directoryKeys.version)).rejects.toThrow(/NOAUTH/);
    stranger.disconnect();
    const passwordOf = (word: string): string => {
      const pid = system.processes().find(({ command }) => command.includes(word))?.pid ?? 0;
      return /YJT_REDIS_PASSWORD=([^\0]+)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1] ?? '';
    };
    const as = (username: string, word: string): Redis =>
      connect({ socket: system.redisSocket, login: { username, password: passwordOf(word) } });
    const notifier = as('notifier', 'notifier/main');
    for (const forbidden of [
      () => notifier.hgetall(directoryKeys.accounts),
      () => notifier.hgetall(directoryKeys.credentials),
      () => notifier.hset(directoryKeys.documents('hongmenjie'), 'x', 'y'),
      () => notifier.call('KEYS', '*'),
      () => notifier.flushall(),
      () => notifier.config('GET', '*'),
      () => notifier.call('ACL', 'LIST'),
      () => notifier.call('SCAN', '0'),
      () => notifier.eval("return redis.call('HGETALL', KEYS[1])", 1, directoryKeys.tokens),
    ])
      await expect(forbidden()).rejects.toThrow(/NOPERM/);
    expect(await notifier.hlen(directoryKeys.documents('hongmenjie'))).toBeGreaterThan(100);
    const broker = as('broker', 'broker/main');
    await expect(broker.hset(directoryKeys.credentials, 'x', 'y')).rejects.toThrow(/NOPERM/);
    for (const one of [notifier, broker]) one.disconnect();
    await redis.call('ACL', 'LOG', 'RESET');
    expect(statSync(join(system.folder, 'run', 'redis-admin.json')).mode & 0o777).toBe(0o600);
  });

  it('and no process is refused what it needs, also with a document that nobody can read', async () => {
    const documents = directoryKeys.documents('hongmenjie');
    const whole = (await redis.hget(documents, 'residents/res-009')) ?? '';
    await redis.hset(documents, 'residents/res-009', '{"v":1,');
    await redis.xadd(directoryKeys.changes, '*', 'change', JSON.stringify({ district: 'hongmenjie' }));
    for (const { pid, command } of system.processes())
      if (/broker|notifier|auditor/.test(command)) process.kill(pid, 'SIGKILL');
    await until(async () => expect((await system.call('/readyz')).status).toBe(200));
    const login = await system.api<{ username: string; password: string }>('/api/v1/devices', { device });
    await system.mqtt(login);
    await redis.hset(documents, 'residents/res-009', whole);
    await redis.xadd(directoryKeys.changes, '*', 'change', JSON.stringify({ district: 'hongmenjie' }));
    const { incident } = await press('acl-1');
    await offered(incident);
    await system.clear();
    await until(async () => expect(await redis.get(directoryKeys.notifier)).not.toBeNull());
    const refused = (await redis.call('ACL', 'LOG')) as string[][];
    expect(refused.map((one) => one.join(' '))).toEqual([]);
  });
});

describe('what lies on the disk', () => {
  it('names no illness, no number and no key of anybody', () => {
    const files = execFileSync('find', [join(system.folder, 'redis'), join(system.folder, 'run'), '-type', 'f'])
      .toString()
      .trim()
      .split('\n');
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
    expect(text).toContain(resident?.name);
    const secrets = [resident?.phone, ...(resident?.conditions ?? []), home?.access.key, resident?.contacts[0]?.phone];
    for (const secret of secrets) if (secret !== undefined) expect(text).not.toContain(secret);
    expect(readdirSync(join(system.folder, 'keys'))).toContain('fields.keys');
    expect(statSync(join(system.folder, 'keys')).mode & 0o777).toBe(0o700);
  });

  it('is sealed anew by yjt keys rotate while everybody works', async () => {
    const before = await system.api<KeysView>('/api/v1/keys');
    const after = await system.api<KeysView & { sealed: number }>('/api/v1/keys/rotate', {});
    expect(after.current).not.toBe(before.current);
    expect(after.keys).toEqual([...before.keys, after.current]);
    expect(after.sealed).toBeGreaterThan(100);
    expect(await redis.hget(directoryKeys.documents('hongmenjie'), `residents/${resident?.id}`)).toContain(
      `1.${after.current}.`,
    );
    // Somebody reads a document anew: the key is found.
    await system.api('/api/v1/responders/wang-g1/duty', { onDuty: true });
    const { incident } = await press('rotated-1');
    await offered(incident);
    expect(await phone(incident)).toBe(resident?.phone);
    expect(await alarms()).not.toContain('fields_locked');
    await system.clear();
  });

  it('is not sealed anew while the keys are in memory alone: a file with one new key would be the end of the old ones', async () => {
    const file = join(system.folder, 'keys', 'fields.keys');
    renameSync(file, `${file}.away`);
    await until(async () => expect(await alarms()).toContain('fields_locked'));
    expect((await system.call('/api/v1/keys/rotate', { body: {} })).status).toBe(409);
    expect(existsSync(file)).toBe(false);
    renameSync(`${file}.away`, file);
    await until(async () => expect(await alarms()).not.toContain('fields_locked'));
    const both = await Promise.all([1, 2].map(() => system.api<KeysView>('/api/v1/keys/rotate', {})));
    const { keys } = await system.api<KeysView>('/api/v1/keys');
    for (const { current } of both) expect(keys).toContain(current);
  });
});

describe('without the key', () => {
  it('the system starts, a press is offered with its place, an alarm stands; with the key back all is there again', async () => {
    const file = join(system.folder, 'keys', 'fields.keys');
    await system.interrupt();
    renameSync(file, `${file}.away`);
    await system.resume();
    expect(system.output).toContain('the key of personal fields is missing');
    await until(async () => expect(await alarms()).toContain('fields_locked'));

    const { incident } = await press('locked-1');
    const detail = await offered(incident);
    expect(detail.incident.place).toMatchObject({ building: home?.building, door: home?.door });
    expect(detail.access).toEqual({ note: lockedText });
    expect(detail.persons[0]).toMatchObject({ name: resident?.name, locked: expect.arrayContaining(['phone']) });
    // Who goes on duty goes on duty, and nothing that is locked is lost by it; an import waits for the key.
    await system.api('/api/v1/responders/wang-g1/duty', { onDuty: true });
    const refused = await system.call('/api/v1/import', { body: bundle });
    expect([refused.status, ((await refused.json()) as { error: string }).error]).toEqual([409, 'keys_missing']);
    expect((await system.call('/api/v1/keys/rotate', { body: {} })).status).toBe(409);

    renameSync(`${file}.away`, file);
    await until(async () => {
      const again = await system.api<IncidentDetail>(`/api/v1/incidents/${incident}`);
      expect(again.access).toEqual(home?.access);
      expect(await phone(incident)).toBe(resident?.phone);
    });
    await until(async () => expect(await alarms()).not.toContain('fields_locked'));
  }, 120_000);
});
