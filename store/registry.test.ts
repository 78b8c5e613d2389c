import { describe, expect, it, vi } from 'vitest';
import { shards } from '../contracts/ids.ts';
import { planOf, ruleFor } from '../contracts/office/policy.ts';
import { policy } from '../test/district.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { oneHome } from '../test/sample.ts';
import { readDefaultDistrict } from './directory.ts';
import { directoryKeys } from './keys.ts';
import { readDistrict } from './readDistrict.ts';
import { openRegistry } from './registry.ts';
import { changeDocument, putDocument, writeDistrict } from './writeDistrict.ts';

const server = await ofThisFile(TestRedis.start());

describe('the registry', () => {
  it('gives a district back as it was written', async () => {
    const redis = server.open();
    await writeDistrict(redis, oneHome('a'));
    expect(await readDistrict(redis, 'a')).toEqual(oneHome('a'));
    expect(await readDistrict(redis, 'unknown')).toBeUndefined();
  });

  it('replaces a district wholly: what is no longer in the files is gone', async () => {
    const redis = server.open();
    await writeDistrict(redis, oneHome('b'));
    await writeDistrict(redis, { ...oneHome('b'), devices: [] });
    expect((await readDistrict(redis, 'b'))?.devices).toEqual([]);
  });

  it('goes on taking nobody’s presses to the district imported first, however many follow', async () => {
    const fresh = await TestRedis.start();
    try {
      const own = fresh.open();
      const ids = ['m', ...Array.from({ length: shards.length + 2 }, (_, i) => `a${i}`)];
      for (const id of ids) await writeDistrict(own, oneHome(id));
      const opened = await fresh.registry(own);
      expect(opened.defaultDistrict()?.id).toBe('m');
      await own.del(directoryKeys.defaultDistrict); // as before it was written down
      await own.hdel(directoryKeys.districts, ...ids.slice(3));
      expect(await readDefaultDistrict(own)).toBe('m');
    } finally {
      await fresh.stop();
    }
  });

  it('tells who keeps a copy in memory of a new device', async () => {
    const redis = server.open();
    await writeDistrict(redis, oneHome('c'));
    const registry = await server.registry(redis);
    expect(registry.district('c')?.homeOf('btn-2')).toBeUndefined();
    await putDocument(
      redis,
      { district: 'c', kind: 'devices', expected: 0 },
      { id: 'btn-2', kind: 'button', home: 'home-1' },
    );
    await vi.waitFor(() => expect(registry.district('c')?.homeOf('btn-2')).toBe('home-1'), { timeout: 10_000 });
    registry.stop();
  });

  it('reads again only what has changed: all else stays the very object that it was', async () => {
    const redis = server.open();
    const person = (id: string) => ({
      ...{ id, name: id, role: 'grid_coordinator' as const, base: [104, 30] as [number, number] },
      ...{ means: 'bicycle' as const, onDuty: true, simulated: true },
    });
    const shift = { id: 's', responder: 'wang', start: '2026-01-01T08:00', end: '2026-01-01T18:00' };
    await writeDistrict(redis, { ...oneHome('e'), responders: [person('li'), person('wang')], shifts: [shift] });
    const registry = await server.registry(redis);
    const before = registry.district('e');
    const off = { district: 'e', kind: 'responders', id: 'li' } as const;
    await changeDocument(redis, off, (one) => ({ ...one, onDuty: false }));
    await vi.waitFor(() => expect(registry.district('e')?.responders.get('li')?.onDuty).toBe(false), {
      timeout: 10_000,
    });
    const after = registry.district('e');
    expect(after?.bundle.responders.map(({ id }) => id)).toEqual(['li', 'wang']);
    expect(after?.responders.get('wang')).toBe(before?.responders.get('wang'));
    expect(after?.bundle.shifts).toBe(before?.bundle.shifts);
    expect(after?.homes).toBe(before?.homes);
    expect(after?.devicesOf('home-1')).toBe(before?.devicesOf('home-1'));
    expect(after?.bundle).toEqual(await readDistrict(redis, 'e'));
    registry.stop();
  });

  it('catches up with a change that it could not read', async () => {
    const redis = server.open();
    await writeDistrict(redis, oneHome('f'));
    const errors: unknown[] = [];
    const registry = await openRegistry(redis, server.open({ blocking: true }), (error) => errors.push(error));
    const key = directoryKeys.documents('f');
    const readable = await redis.hget(key, 'devices/btn-1');
    await redis.hset(key, 'devices/btn-1', 'not ours');
    const change = { district: 'f', kind: 'devices', id: 'btn-1' };
    await redis.xadd(directoryKeys.changes, '*', 'change', JSON.stringify(change));
    await vi.waitFor(() => expect(errors).toHaveLength(1), { timeout: 10_000 });
    await redis.hset(key, 'devices/btn-1', (readable ?? '').replace('"button"', '"pendant"'));
    await putDocument(redis, { district: 'f', kind: 'devices', expected: 0 }, { id: 'btn-2', kind: 'button' });
    await vi.waitFor(() => expect(registry.district('f')?.devices.get('btn-1')?.kind).toBe('pendant'), {
      timeout: 10_000,
    });
    registry.stop();
  });

  it('lets one of two win who change the same document at once', async () => {
    const redis = server.open();
    await writeDistrict(redis, oneHome('d'));
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
    await writeDistrict(redis, oneHome('old'));
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
