// Devices are watched on a real Redis: what is wrong is kept once, a gateway stands for what hangs on it, and a human closes.
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import type { DeviceUpkeep } from '../../contracts/device/upkeep.ts';
import { at, type EpochMs } from '../../contracts/ids.ts';
import { DeviceWatch } from '../../dispatcher/deviceWatch.ts';
import type { DeviceFacts } from '../../dispatcher/domain/device/judge.ts';
import { clearAlarm, raiseAlarm } from '../../store/alarms.ts';
import { readAudit } from '../../store/audit.ts';
import { readFaults } from '../../store/faults.ts';
import { putDocument } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());
const { redis, registry, district } = console_;
for (const id of ['zigbee', 'another'])
  await putDocument(
    redis,
    { district: district.id, kind: 'sources', expected: 0 },
    { id, name: id, family: 'zigbee2mqtt', door: 'broker' },
  );
await until(() => registry.district(district.id)?.sources.has('another') === true);
const hour = 3_600_000;
const facts = new Map<string, DeviceFacts>();
let now: EpochMs = at(console_.clock.now());
const watch = new DeviceWatch({
  redis,
  registry,
  owned: () => [district.shard],
  factsOf: (device) => facts.get(device) ?? { connected: true },
  now: () => now,
  onError: (error) => expect(error).toBeUndefined(),
});
const where = { shard: district.shard, district: district.id };
const kinds = async (of: string) => ((await readFaults(redis, where)).get(of) ?? []).map(({ kind }) => kind);
const passes = async (ms: number): Promise<void> => {
  now = at(now + ms);
  await watch.look();
};
const heard = (of: string, more: Partial<DeviceFacts> = {}): Map<string, DeviceFacts> =>
  facts.set(of, { connected: false, heardAt: now, ...more });
const officer = await console_.token('officer');
const close = async (body: object): Promise<string | undefined> => {
  const answer = await console_.ask('/api/v1/office/devices/close', { as: officer, body });
  return ((await answer.json()) as { error?: string }).error;
};

describe('a device that falls silent', () => {
  it('is a warning after a day, a fault after three, and once however often somebody looks', async () => {
    heard('btn-001');
    await passes(26 * hour);
    expect(await kinds('btn-001')).toEqual(['at_risk']);
    await passes(47 * hour);
    await watch.look();
    expect(await kinds('btn-001')).toEqual(['silent']);
  });

  it('is promised, by the coordinator of its grid, and closed by a human, who is written down', async () => {
    const read = async () =>
      (await (await console_.ask('/api/v1/office/devices', { as: officer })).json()) as DeviceUpkeep;
    const [fault] = (await read()).faults;
    expect(fault).toMatchObject({ id: 'btn-001', kind: 'silent', overdue: false, grid: { id: 'g1' } });
    expect(fault?.coordinators).toContainEqual({ id: 'wang-g1', name: '王协管员' });
    expect(await close({ id: 'btn-001', kind: 'silent', how: 'tested' })).toBe('not_tested');
    expect(await close({ id: 'btn-001', kind: 'silent', how: 'replaced' })).toBeUndefined();
    expect(await close({ id: 'btn-001', kind: 'silent', how: 'replaced' })).toBe('no_fault');
    const [entry] = await readAudit(redis, district, { limit: 1, action: 'fault_closed' });
    expect(entry).toMatchObject({ about: 'btn-001', name: 'silent', reason: 'replaced', by: 'officer' });
    expect((await read()).faults).toEqual([]);
  });

  it('is a fault again when it was closed and nothing was mended', async () => {
    await passes(60_000);
    expect(await kinds('btn-001')).toEqual(['silent']);
    heard('btn-001');
    await watch.look();
    await passes(4 * hour);
    expect((await readFaults(redis, where)).get('btn-001')).toMatchObject([
      { kind: 'silent', goodSince: now - 4 * hour },
    ]);
    heard('btn-001');
    await watch.look();
    expect((await readFaults(redis, where)).get('btn-001')).toMatchObject([{ kind: 'silent', over: now }]);
  });
});

describe('a gateway that is down', () => {
  it('is one fault, and what hangs on it is not counted until it is up', async () => {
    const behind = Array.from({ length: 50 }, (_, n) => `btn-${String(n + 100).padStart(3, '0')}`);
    for (const id of behind) heard(id, { via: 'zigbee' });
    heard('btn-002', { via: 'another' });
    const alarm = { code: 'gateway_down', subject: 'hongmenjie/zigbee/bridge' } as const;
    await raiseAlarm(redis as Redis, { ...alarm, district: district.id, since: now, figures: {} });
    await passes(80 * hour);
    expect(await kinds('zigbee/bridge')).toEqual(['gateway_down']);
    expect(await kinds('btn-002')).toEqual(['silent']);
    expect((await Promise.all(behind.map(kinds))).flat()).toEqual([]);
    // Whoever speaks again hangs on something that lives.
    const [alive = ''] = behind;
    heard(alive, { via: 'zigbee' });
    await passes(80 * hour);
    expect(await kinds(alive)).toEqual(['silent']);
    await clearAlarm(redis, alarm, now);
    await passes(60_000);
    const counted = async (): Promise<string[]> => (await Promise.all(behind.map(kinds))).flat();
    expect(await counted()).toEqual(['silent']);
    // When it is up, what hung on it is given its time to speak, also where somebody has closed the fault of the gateway meanwhile.
    await passes(hour);
    expect(await close({ id: 'zigbee/bridge', kind: 'gateway_down', how: 'replaced' })).toBeUndefined();
    await passes(23 * hour);
    expect(await counted()).toEqual(['silent']);
    const spoke = behind.slice(1, 40);
    for (const id of spoke) heard(id, { via: 'zigbee' });
    await passes(2 * hour);
    expect(await counted()).toHaveLength(50 - spoke.length);
    await watch.stop();
  });
});
