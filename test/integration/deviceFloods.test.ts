// One stolen or broken button sends what it can. Real sockets, the real broker and dispatcher: nobody else notices, nothing that
// it said is lost, and the officer is told.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchFloods } from '../../auditor/floods.ts';
import { startWatches } from '../../auditor/watch.ts';
import { Flooder } from '../../bench/flooder.ts';
import type { Press } from '../../contracts/incident/messages.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { deviceTopic } from '../../contracts/topics.ts';
import { readAlarmChanges, readAlarms } from '../../store/alarms.ts';
import { readMerged } from '../../store/floods.ts';
import { shardKeys } from '../../store/keys.ts';
import { measure } from '../../store/limits.ts';
import { until } from '../system.ts';
import { Town } from '../town.ts';

let town: Town;
let flooder: Flooder;
let stolen: string;
type Stored = { kind: string; id: string; more?: number };

beforeEach(async () => {
  town = await Town.start();
  stolen = town.buttonIn('y01');
  flooder = await Flooder.open(town.mqttPort, await town.login('device', stolen));
});
afterEach(async () => {
  flooder.close();
  await town.stop();
});

const topic = (): string => deviceTopic(stolen, 'press');
const sos = (n: number): string => JSON.stringify({ id: `f${n}`, kind: 'sos' });
const acknowledged = (count: number): Promise<void> => until(() => expect(flooder.acknowledged).toBe(count));
/** While no dispatcher works, whatever was stored lies in the intake. */
async function intake() {
  const entries = await town.redis.xrange(shardKeys(town.shard).intake, '-', '+');
  return entries.map(([, fields]) => JSON.parse(fields[1] ?? '') as Stored);
}
const pressesOf = ({ presses }: Incident): string[] => presses.map(({ id }) => id);
const contained = (presses: readonly Stored[]): number => presses.reduce((sum, { more = 0 }) => sum + 1 + more, 0);

describe('a device that floods', () => {
  it('keeps no neighbour waiting: hardly any of its presses is decided before theirs', async () => {
    const neighbour = await town.button(town.buttonIn('y02'));
    const flood = flooder.send(8_000, topic(), sos);
    for (const id of ['n1', 'n2', 'n3', 'n4']) {
      await neighbour.press({ id, kind: 'sos' });
      await until(async () => expect((await town.open()).flatMap(pressesOf)).toContain(id));
    }
    await flood;
    await acknowledged(8_000);
    const ofStolen = (await town.commits()).filter(({ input }) => input?.key.startsWith(`press/${stolen}/`));
    expect(ofStolen.length).toBeLessThan(40);
  });

  it('is stored once a second, acknowledged when it is, and every press is contained in what is stored', async () => {
    await town.rest();
    await flooder.send(4_000, topic(), sos);
    await until(() => expect(flooder.acknowledged).toBeGreaterThanOrEqual(10));
    expect(contained(await intake())).toBeGreaterThanOrEqual(flooder.acknowledged);
    await acknowledged(4_000);
    const presses = await intake();
    expect(presses.length).toBeLessThan(10 + 5);
    expect(contained(presses)).toBe(4_000);
    expect(presses.slice(0, 10).map(({ id, more }) => [id, more])).toEqual(
      Array.from({ length: 10 }, (_, n) => [`f${n}`, undefined]),
    );
    expect((await readMerged(town.redis)).get('hongmenjie')).toBe(4_000 - presses.length);
  });

  it('is heard all the same when it says something else: a cancel, a test, a better place are never merged away', async () => {
    await town.rest();
    const others: Press[] = [
      { id: 'better', kind: 'sos', location: { lon: 104.06, lat: 30.64, accuracy: 500 } },
      { id: 'best', kind: 'sos', location: { lon: 104.061, lat: 30.641, accuracy: 20 } },
      { id: 'no', kind: 'cancel' },
      { id: 'test', kind: 'test' },
      { id: 'fell', kind: 'fall' },
    ];
    const messages = [...Array.from({ length: 500 }, (_, n) => sos(n)), ...others.map((one) => JSON.stringify(one))];
    const after = Array.from({ length: 500 }, (_, n) => sos(1_000 + n));
    await flooder.send(messages.length + 500, topic(), (n) => [...messages, ...after][n] ?? '');
    await acknowledged(1_005);
    const presses = await intake();
    expect(contained(presses)).toBe(1_005);
    const single = presses.filter(({ more }) => more === undefined).map(({ id }) => id);
    expect(single.slice(10)).toEqual(others.map(({ id }) => id));
    // What was said before the cancel lies before it.
    const before = presses.slice(
      0,
      presses.findIndex(({ id }) => id === 'no'),
    );
    expect(contained(before)).toBe(502);
  });

  it('of what nobody can read is merged as well', async () => {
    await town.rest();
    await flooder.send(2_000, topic(), (n) => `{"kind":"dance","id":"u${n}"}`);
    await acknowledged(2_000);
    const presses = await intake();
    expect(new Set(presses.map(({ kind }) => kind))).toEqual(new Set(['unreadable_press']));
    expect(presses.length).toBeLessThan(15);
    expect(contained(presses)).toBe(2_000);
  });

  it('is named by one alarm, which ends when it is quiet', async () => {
    const watches = startWatches([watchFloods({ redis: town.redis, quietMs: 1_500 })], {
      redis: town.redis,
      onError: (_watch, error) => expect(error).toBeUndefined(),
    });
    try {
      await flooder.send(3_000, topic(), sos);
      await until(async () =>
        expect(await readAlarms(town.redis)).toMatchObject([
          { code: 'device_floods', subject: stolen, district: 'hongmenjie' },
        ]),
      );
      await acknowledged(3_000);
      await until(async () => expect(await readAlarms(town.redis)).toEqual([]));
      const changes = await readAlarmChanges(town.redis, 10);
      expect(changes.map(({ change }) => change)).toEqual(['cleared', 'raised']);
      expect(Number(changes[0]?.figures.merged)).toBeGreaterThan(10);
    } finally {
      await watches.stop();
    }
  });

  it('does not fill the memory: a neighbour is heard in the middle of it and afterwards', async () => {
    await town.redis.config('SET', 'maxmemory', '64mb');
    const before = await measure({ redis: town.redis, dataDir: undefined });
    const neighbour = await town.button(town.buttonIn('y02'));
    const flood = flooder.send(3_000, topic(), (n) => `${n} ${'!'.repeat(2_000)}`);
    await neighbour.press({ id: 'n1', kind: 'sos' });
    await flood;
    await acknowledged(3_000);
    await neighbour.press({ id: 'n2', kind: 'fall' });
    const after = await measure({ redis: town.redis, dataDir: undefined });
    expect(after.usedBytes - before.usedBytes).toBeLessThan(1024 * 1024);
  });
});
