// What a decision sees of a district, with the registry and the latest values on a real Redis.
import { RRuleTemporal } from 'rrule-temporal';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { at, type EpochMs, type ShardId } from '../contracts/ids.ts';
import type { CommunityBundle, Responder, Shift } from '../contracts/office/community.ts';
import { newDoorCard } from '../store/doorCards.ts';
import { putLatest } from '../store/latest.ts';
import type { Registry } from '../store/registry.ts';
import { changeDocument, putDocument, writeDistrict } from '../store/writeDistrict.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { sampleBundle } from '../test/sample.ts';
import { knowsNothing } from './lent.ts';
import { Worlds } from './worlds.ts';

const failing = (error: unknown): void => expect(error).toBeUndefined();
const now = Date.parse('2026-03-10T07:59:00+08:00');

let monotonic = 1_000_000;
let registry: Registry;
const server = await ofThisFile(TestRedis.start());
afterEach(() => registry.stop());

/** A district in memory. @param change the sample as the test needs it */
async function start(change: (bundle: CommunityBundle) => Partial<CommunityBundle> = () => ({})): Promise<Worlds> {
  const redis = server.open();
  const sample = sampleBundle();
  await writeDistrict(redis, { ...sample, ...change(sample) });
  registry = await server.registry(redis);
  return Worlds.start(registry, {
    redis,
    subscriber: server.open({ blocking: true }),
    now: () => now,
    monotonic: () => monotonic,
    onError: failing,
  });
}

const world = (worlds: Worlds) => worlds.worldOf('hongmenjie', knowsNothing);

describe('a roster of some hundred shifts', () => {
  const people = Array.from(
    { length: 60 },
    (_, i): Responder => ({
      ...{ id: `person-${i}`, name: `${i}`, role: 'grid_coordinator', base: [104, 30], means: 'bicycle' },
      ...{ onDuty: false, dutyUntil: at(now + 60_000), simulated: true },
    }),
  );
  const shifts = people.flatMap(({ id: responder }, i) =>
    Array.from(
      { length: 5 },
      (_, n): Shift => ({
        id: `shift-${i}-${n}`,
        responder,
        start: `2026-01-01T${String(8 + n).padStart(2, '0')}:${String(i).padStart(2, '0')}`,
        end: `2026-01-01T${String(9 + n).padStart(2, '0')}:${String(i).padStart(2, '0')}`,
        repeats: 'FREQ=DAILY',
      }),
    ),
  );

  it('is read before the first press, and not again when sixty people turn their switches at eight', async () => {
    const worlds = await start((bundle) => ({ responders: [...bundle.responders, ...people], shifts }));
    const between = vi.spyOn(RRuleTemporal.prototype, 'between');
    const onDuty = () =>
      people.filter(({ id }) => {
        const { responder, onDuty: isOnDuty } = world(worlds);
        const known = responder(id);
        return known !== undefined && isOnDuty(known, at(now));
      }).length;
    expect(onDuty()).toBe(0);
    const redis = server.open();
    await Promise.all(
      people.map(({ id }) =>
        changeDocument(redis, { district: 'hongmenjie', kind: 'responders', id }, (one) => ({ ...one, onDuty: true })),
      ),
    );
    await vi.waitFor(() => expect(onDuty()).toBe(60), { timeout: 10_000 });
    expect(between).not.toHaveBeenCalled();

    const [first] = shifts;
    if (!first) throw new Error('no shift');
    const place = { district: 'hongmenjie', kind: 'shifts', expected: 1 } as const;
    await putDocument(redis, place, { ...first, end: '2026-01-01T20:00' });
    const late = { ...people[0], onDuty: true, dutyUntil: at(now) } as Responder;
    const isThereAtSeven = () => world(worlds).onDuty(late, at(Date.parse('2026-03-10T19:00:00+08:00')));
    expect(isThereAtSeven()).toBe(false);
    await vi.waitFor(() => expect(isThereAtSeven()).toBe(true), { timeout: 10_000 });
    expect(between).toHaveBeenCalledTimes(1);

    // All of them change: whoever presses meanwhile waits for none of it.
    const readByPress: number[] = [];
    registry.onChange(() => {
      const before = between.mock.calls.length;
      isThereAtSeven();
      readByPress.push(between.mock.calls.length - before);
    });
    const bundle = registry.district('hongmenjie')?.bundle ?? sampleBundle();
    await writeDistrict(redis, {
      ...bundle,
      shifts: shifts.map((one) => ({ ...one, start: `2025-${one.start.slice(5)}`, end: `2025-${one.end.slice(5)}` })),
    });
    await vi.waitFor(() => expect(isThereAtSeven()).toBe(false), { timeout: 10_000 });
    expect(readByPress).toEqual([0]);
    between.mockRestore();
  });
});

describe('where somebody is', () => {
  const wang = 'wang-g1';
  /** Right at the door of a home, and what lies far away within the city. */
  const door = sampleBundle().courtyards.find(({ grid }) => grid === 'g1')?.position ?? [0, 0];
  const [lon, lat] = door;
  const report = (worlds: Worlds, value: object): Promise<void> => {
    const district = registry.district('hongmenjie');
    if (!district) throw new Error('no district');
    return tell(worlds, district.shard, value);
  };
  /** Waits until the worlds have heard of it: a presence that follows has come. */
  async function tell(worlds: Worlds, shard: ShardId, value: object): Promise<void> {
    const redis = server.open();
    await putLatest(redis, shard, { kind: 'position', id: wang, value: { heardAt: at(now), ...value } }, 120_000);
    const connected = !worlds.isConnected('li-g2');
    await putLatest(redis, shard, { kind: 'presence', id: 'li-g2', value: { connected } }, 120_000);
    await vi.waitFor(() => expect(worlds.isConnected('li-g2')).toBe(connected));
  }
  const seconds = (worlds: Worlds): number | undefined => {
    const { responder, travelSeconds } = world(worlds);
    const known = responder(wang);
    return known && travelSeconds(known, door);
  };
  const iso = (instant: number): string => new Date(instant).toISOString();

  it('is known from a fresh and exact position, and else from their base', async () => {
    const worlds = await start();
    const fromBase = seconds(worlds);
    expect(fromBase).toBeGreaterThan(5);
    for (const useless of [
      { lon, lat, at: iso(now - 3_600_000) },
      { lon, lat, at: '2025-12-24T08:00:00' },
      { lon, lat, accuracy: 5_000 },
      { lon: 0, lat: 0 },
    ]) {
      await report(worlds, useless);
      expect(world(worlds).isFresh(wang)).toBe(false);
      expect(seconds(worlds)).toBe(fromBase);
    }
    await report(worlds, { lon, lat, accuracy: 8, at: '2026-03-10T07:58:30' }); // thirty seconds ago, by the wall clock
    expect(world(worlds).isFresh(wang)).toBe(true);
    expect(seconds(worlds)).toBe(0);

    await report(worlds, { lon: 0, lat: 0, accuracy: 8 });
    await report(worlds, { lon: lon + 0.01, lat, accuracy: 8, at: iso(now - 60_000) }); // an older one that came later
    expect(seconds(worlds)).toBe(0);
    monotonic += (world(worlds).policy.positionFreshSeconds - 31) * 1000;
    expect(world(worlds).isFresh(wang)).toBe(true);
    monotonic += 2_000;
    expect(world(worlds).isFresh(wang)).toBe(false);
    expect(seconds(worlds)).toBe(fromBase);
  });

  it('is not fresh again because the dispatcher began anew', async () => {
    const worlds = await start();
    await report(worlds, { lon, lat, accuracy: 10, heardAt: at(now - 100_000) });
    registry.stop();
    const again = await start();
    expect(world(again).isFresh(wang)).toBe(true);
    monotonic += (world(again).policy.positionFreshSeconds - 99) * 1000;
    expect(world(again).isFresh(wang)).toBe(false);
  });

  it('and an instant without an offset is of the district’s wall clock', async () => {
    const { instantOf } = world(await start());
    expect(instantOf('2026-03-01T08:00:00')).toBe(Date.parse('2026-03-01T00:00:00Z') as EpochMs);
    expect(instantOf('tomorrow')).toBeUndefined();
  });
});

it('a zone that is none, a shift of every minute and a leave until 31 June cost themselves only', async () => {
  const worlds = await start((bundle) => ({
    district: { ...bundle.district, timeZone: 'China Standard Time' },
    shifts: [
      ...bundle.shifts,
      { id: 'bad', responder: 'wang-g1', start: '2026-01-01T08:00', end: '2026-01-01T09:00', repeats: 'FREQ=MINUTELY' },
    ],
    leaves: [{ id: 'bad', responder: 'wang-g1', start: '2026-01-01T00:00', end: '2026-06-31T00:00' }],
  }));
  const { responder, onDuty, minuteOfDay } = world(worlds);
  const wang = responder('wang-g1');
  expect(wang && onDuty(wang, at(now))).toBe(true);
  expect(minuteOfDay(at(now))).toBe(7 * 60 + 59);
});

it('a door code and a card prove what they say, as people write them', async () => {
  const worlds = await start(({ homes: [home, ...homes], residents }) => ({
    homes: home ? [{ ...home, doorCode: '1234' }, ...homes] : [],
    residents: residents.map((one) => (one.home === home?.id ? { ...one, card: 'AB-1234' } : one)),
  }));
  const home = sampleBundle().homes[0]?.id ?? '';
  const proves = (by: 'door_code' | 'card', code: string) => world(worlds).provesPresence(home, by, code);
  for (const code of ['1234', '１２３４', ' 12 34 ']) expect(proves('door_code', code)).toBe(true);
  for (const code of ['1235', ' ', '·']) expect(proves('door_code', code)).toBe(false);
  for (const code of ['AB-1234', 'ab1234', 'ＡＢ－１２３４']) expect(proves('card', code)).toBe(true);
});

it('a card of ours proves the door of whoever carries it, and no other', async () => {
  const { token, number, kept } = newDoorCard(new Set(), now);
  const { homes, residents } = sampleBundle();
  const [home, other] = homes.filter(({ id }) => residents.some((one) => one.home === id));
  const worlds = await start((bundle) => ({
    residents: bundle.residents.map((one) => (one.home === home?.id ? { ...one, doorCard: kept } : one)),
  }));
  const { provesPresence } = world(worlds);
  for (const code of [token, number]) {
    expect(provesPresence(home?.id ?? '', 'card', code)).toBe(true);
    expect(provesPresence(other?.id ?? '', 'card', code)).toBe(false);
    expect(provesPresence(home?.id ?? '', 'door_code', code)).toBe(false);
  }
});
