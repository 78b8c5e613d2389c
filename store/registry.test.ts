import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CommunityBundle } from '../contracts/community.ts';
import { policy } from '../test/district.ts';
import { TestRedis } from '../test/redis.ts';
import { openRegistry, putDocument, readDistrict, writeDistrict } from './registry.ts';

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
});
