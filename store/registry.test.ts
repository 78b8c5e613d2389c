import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CommunityBundle } from '../contracts/community.ts';
import { planOf, ruleFor } from '../contracts/policy.ts';
import { policy } from '../test/district.ts';
import { TestRedis } from '../test/redis.ts';
import { directoryKeys } from './keys.ts';
import { changeDocument, openRegistry, putDocument, readDistrict, writeDistrict } from './registry.ts';

const bundle = (id: string): CommunityBundle => ({
  district: {
    id,
    name: '某社区',
    timeZone: 'Asia/Shanghai',
    datum: 'wgs84',
    demo: true,
    schematic: true,
    attribution: 'nobody',
  },
  grids: [
    {
      id: 'g1',
      name: '一网格',
      ring: [
        [104, 30],
        [104.1, 30],
        [104.1, 30.1],
        [104, 30],
      ],
    },
  ],
  roads: [],
  blocks: [],
  courtyards: [{ id: 'y1', grid: 'g1', name: '一号院', position: [104.05, 30.02] }],
  servicePoints: [],
  homes: [{ id: 'home-1', courtyard: 'y1', building: '1栋', unit: '1单元', door: '101', access: {} }],
  residents: [],
  devices: [{ id: 'btn-1', kind: 'button', home: 'home-1' }],
  responders: [],
  shifts: [],
  leaves: [],
  swaps: [],
  policy,
});

let server: TestRedis;
beforeAll(async () => {
  server = await TestRedis.start();
});
afterAll(() => server.stop());

describe('the registry', () => {
  it('gives a district back as it was written', async () => {
    const redis = server.open();
    await writeDistrict(redis, bundle('a'));
    expect(await readDistrict(redis, 'a')).toEqual(bundle('a'));
    expect(await readDistrict(redis, 'unknown')).toBeUndefined();
  });

  it('replaces a district wholly: what is no longer in the files is gone', async () => {
    const redis = server.open();
    await writeDistrict(redis, bundle('b'));
    await writeDistrict(redis, { ...bundle('b'), devices: [] });
    expect((await readDistrict(redis, 'b'))?.devices).toEqual([]);
  });

  it('tells who keeps a copy in memory of a new device', async () => {
    const redis = server.open();
    await writeDistrict(redis, bundle('c'));
    const registry = await openRegistry(redis, server.open({ blocking: true }), (error) =>
      expect(error).toBeUndefined(),
    );
    expect(registry.district('c')?.homeOf('btn-2')).toBeUndefined();
    await putDocument(
      redis,
      { district: 'c', kind: 'devices', expected: 0 },
      { id: 'btn-2', kind: 'button', home: 'home-1' },
    );
    await vi.waitFor(() => expect(registry.district('c')?.homeOf('btn-2')).toBe('home-1'), { timeout: 10_000 });
    registry.stop();
  });

  it('lets one of two win who change the same document at once', async () => {
    const redis = server.open();
    await writeDistrict(redis, bundle('d'));
    const change = (model: string) =>
      putDocument(
        redis,
        { district: 'd', kind: 'devices', expected: 1 },
        { id: 'btn-1', kind: 'button', home: 'home-1', model },
      );
    expect((await Promise.all([change('x'), change('y')])).filter(Boolean)).toHaveLength(1);
  });

  it('reads what version 1 stored: one list of tiers a track, and volunteers of one kind', async () => {
    const redis = server.open();
    const volunteer = {
      id: 'v',
      name: 'v',
      role: 'volunteer',
      base: [104, 30],
      means: 'foot',
      onDuty: true,
      simulated: true,
    };
    const tier = (role: string) => [{ role, attempts: 2, answerWithinSeconds: 45 }];
    const rule = { priority: 1, tracks: ['grid', 'health'] };
    const { arriveGraceSeconds, officerAcknowledgeSeconds, sceneReviewSeconds, closeReminderSeconds } = policy;
    const old = {
      kinds: {
        sos: rule,
        fall: rule,
        smoke: rule,
        service: { priority: 3, tracks: ['grid'] },
        unreadable: rule,
        unknown_device: rule,
      },
      tracks: { grid: tier('volunteer'), health: tier('health_desk') },
      ...{ arriveGraceSeconds, officerAcknowledgeSeconds, sceneReviewSeconds, closeReminderSeconds },
      standDownChaseSeconds: 60,
      speeds: { bicycleMetresPerSecond: 4, footMetresPerSecond: 1.2 },
    };
    await writeDistrict(redis, bundle('old'));
    const key = directoryKeys.documents('old');
    await redis.hset(key, 'policy/policy', JSON.stringify({ version: 1, document: old }));
    await redis.hset(key, 'responders/v', JSON.stringify({ version: 1, document: volunteer }));
    const read = await readDistrict(redis, 'old');
    expect(read?.responders).toMatchObject([{ id: 'v', role: 'resident_activist' }]);
    expect(ruleFor(read?.policy ?? policy, 'service', 0)).toMatchObject({ priority: 3, plans: { grid: 'grid' } });
    expect(planOf(read?.policy ?? policy, 'grid', 'grid')?.tiers).toMatchObject([
      { who: [{ roles: ['resident_activist'], inParallel: 2 }], answerWithinSeconds: 45 },
    ]);
    const changed = { district: 'old', kind: 'responders', id: 'v' } as const;
    expect(await changeDocument(redis, changed, (one) => ({ ...one, onDuty: false }))).toBe(true);
    expect((await readDistrict(redis, 'old'))?.responders).toMatchObject([{ onDuty: false }]);
  });
});
