// The auditor on a real system whose data is damaged by hand: it finds each broken invariant, and nothing in what is sound.
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { watchBookkeeping } from '../../auditor/bookkeeping.ts';
import { CanaryWatch } from '../../auditor/canaryWatch.ts';
import {
  lateAfterMs,
  silentAfterMs,
  unwatchedAfterMs,
  watchClock,
  watchConsoles,
  watchLag,
  watchLeases,
} from '../../auditor/pulse.ts';
import { unreceiptedAfterMs, watchInvariants } from '../../auditor/round.ts';
import { settle } from '../../auditor/watch.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { readAlarms } from '../../store/alarms.ts';
import { directoryKeys, shardKeys } from '../../store/keys.ts';
import { beat, releaseLease, takeLease } from '../../store/lease.ts';
import { openRegistry, type Registry } from '../../store/registry.ts';
import { until } from '../system.ts';
import { Town } from '../town.ts';

let town: Town;
let registry: Registry;
let blocking: Redis;
let skippedMs: number;
const monotonic = (): number => performance.now() + skippedMs;
const parts = () => ({ redis: town.redis, registry, monotonic, lookAgainMs: 1 });

beforeEach(async () => {
  skippedMs = 0;
  town = await Town.start();
  blocking = town.redis.duplicate();
  registry = await openRegistry(town.redis, blocking, (error) => expect(error).toBeUndefined());
});
afterEach(async () => {
  registry.stop();
  blocking.disconnect();
  await town.stop();
});

const keys = () => shardKeys(town.shard);
/** One incident with 王协管员 on the way. */
async function underWay(): Promise<Incident> {
  const [wang] = await town.people('wang-g1', 'health-desk');
  const button = await town.button(town.buttonIn('y01'));
  await button.press({ id: 'p1', kind: 'sos' });
  await wang.hears('offer');
  await wang.says('accept');
  await town.becomes(({ legs }) =>
    expect(legs.find(({ responder }) => responder === 'wang-g1')).toMatchObject({ state: 'accepted' }),
  );
  return town.incident();
}
const codes = async (watch: { look(): Promise<{ code: string }[]> }) => (await watch.look()).map(({ code }) => code);
async function rewrite(id: string, change: (incident: Incident) => Incident): Promise<void> {
  const state = JSON.parse((await town.redis.hget(keys().states, id)) ?? '') as Incident;
  await town.redis.hset(keys().states, id, JSON.stringify(change(state)));
}

describe('the auditor', () => {
  it('finds nothing in a sound system', async () => {
    await underWay();
    for (const watch of [
      watchInvariants(parts()),
      watchLag(parts()),
      watchLeases(parts()),
      watchBookkeeping(parts()),
      watchClock(parts()),
    ])
      expect(await codes(watch)).toEqual([]);
  });

  it('finds an open incident without a deadline', async () => {
    const { id } = await underWay();
    await town.rest();
    await town.redis.zrem(keys().deadlines, id);
    expect(await codes(watchInvariants(parts()))).toContain('incident_without_deadline');
  });

  it('finds an open incident without a deadline among the closed ones', async () => {
    const { id } = await underWay();
    await town.rest();
    await town.redis.zrem(keys().deadlines, id);
    await town.redis.zadd(keys().closed, Date.now(), id);
    expect(await codes(watchInvariants(parts()))).toContain('incident_without_deadline');
  });

  it.each([
    { what: 'has a word that nobody knows', damage: (text: string) => text.replace('"open"', '"ajar"') },
    { what: 'breaks off', damage: (text: string) => text.slice(0, -20) },
    { what: 'is not there', damage: () => undefined },
    { what: 'has no deadline either', damage: (text: string) => text.replace('"open"', '"ajar"'), forgotten: true },
  ])('finds an open incident whose state $what, and says whose it is', async ({ damage, forgotten }) => {
    const { id, home } = await underWay();
    await town.rest();
    const text = damage((await town.redis.hget(keys().states, id)) ?? '');
    if (text === undefined) await town.redis.hdel(keys().states, id);
    else await town.redis.hset(keys().states, id, text);
    if (forgotten) await town.redis.zrem(keys().deadlines, id);
    expect(await watchInvariants(parts()).look()).toContainEqual({
      code: 'incident_unreadable',
      subject: id,
      district: 'hongmenjie',
      figures: { home },
    });
  });

  it('finds somebody who was stood down and is not told', async () => {
    const { legs, id } = await underWay();
    await town.officer({ command: 'close', disposition: 'test', text: '演练' });
    await town.becomes(({ state }) => expect(state).toBe('closed'));
    await town.rest();
    const leg = legs.find(({ responder }) => responder === 'wang-g1');
    await rewrite(id, (incident) => ({
      ...incident,
      legs: incident.legs.map((one) => (one.id === leg?.id ? { ...one, receipted: one.revision - 1 } : one)),
    }));
    await town.redis.zadd(keys().deadlines, Date.now() + 60_000, id);
    await town.redis.hdel(keys().inbox('r/wang-g1'), `${id}/${leg?.id}`);
    expect(await codes(watchInvariants(parts()))).toContain('sent_untold');
  });

  it('finds a message that nobody has confirmed for five minutes, and says whose', async () => {
    const { id } = await underWay();
    await town.rest();
    await rewrite(id, (incident) => ({
      ...incident,
      legs: incident.legs.map((leg) => ({ ...leg, revision: leg.revision + 1 })),
    }));
    const watch = watchInvariants(parts());
    await watch.look();
    skippedMs = unreceiptedAfterMs + 1;
    expect(await watch.look()).toContainEqual(
      expect.objectContaining({
        code: 'inbox_unreceipted',
        subject: 'wang-g1',
        figures: { name: '王协管员', minutes: 5 },
      }),
    );
  });

  it('finds an incident that no human closed', async () => {
    const { id } = await underWay();
    await town.officer({ command: 'close', disposition: 'test', text: '演练' });
    await town.becomes(({ state }) => expect(state).toBe('closed'));
    await town.rest();
    await rewrite(id, (incident) => ({
      ...incident,
      closed: { by: 'policy', at: incident.openedAt, disposition: 'test' },
    }));
    expect(await codes(watchInvariants(parts()))).toContain('closed_without_human');
  });

  it('tells of an input that was set aside until its incident is closed', async () => {
    await town.redis.xadd(keys().intake, '*', 'input', 'no input of ours');
    await town.becomes(({ call }) => expect(call).toBe('unreadable_input'));
    const watch = watchInvariants(parts());
    expect(await codes(watch)).toContain('poison_input');
    await town.officer({ command: 'close', disposition: 'test' });
    await town.becomes(({ state }) => expect(state).toBe('closed'));
    expect(await codes(watch)).not.toContain('poison_input');
  });

  it('finds a press that is not in the incident it was said to be in', async () => {
    const watch = watchBookkeeping(parts());
    expect(await watch.look()).toEqual([]);
    const { id } = await underWay();
    await town.rest();
    await rewrite(id, (incident) => ({ ...incident, presses: [] }));
    expect(await codes(watch)).toEqual(['press_unbooked']);
  });

  it('finds inputs that nobody decides when no dispatcher works', async () => {
    await town.rest();
    await town.redis.xadd(keys().intake, `${Date.now() - lateAfterMs - 1_000}-0`, 'input', '{}');
    expect(await codes(watchLag(parts()))).toEqual(['input_undecided']);
  });

  it('finds deadlines that nobody acts on when no dispatcher works', async () => {
    await underWay();
    await town.rest();
    const now = Date.now();
    for (const id of await town.redis.zrange(keys().deadlines, '0', '-1'))
      await town.redis.zadd(keys().deadlines, now - lateAfterMs - 1_000, id);
    expect(await codes(watchLag(parts()))).toContain('deadline_lag');
    const leases = watchLeases(parts());
    expect(await codes(leases)).toEqual([]);
    skippedMs = silentAfterMs + 1;
    expect(await codes(leases)).toEqual(['dispatcher_silent']);
  });

  it('does not take a deadline for missed because the wall clock was set forward: its owner keeps its own time', async () => {
    await underWay();
    const behind = 3_600_000;
    // As after a step of an hour: what is due in a minute by the owner's clock has long been so by the server's.
    await town.rest();
    const due = Date.now() - behind + 60_000;
    for (const id of await town.redis.zrange(keys().deadlines, '0', '-1'))
      await town.redis.zadd(keys().deadlines, due, id);
    const holder = 'with its own time';
    await takeLease(town.redis, town.shard, holder, undefined);
    expect(await codes(watchLag(parts()))).toContain('deadline_lag'); // it has not said its time yet
    await beat(town.redis, new Map([[town.shard, Date.now() - behind]]), holder);
    expect(await codes(watchLag(parts()))).toEqual([]);
    // Its own clock has passed the deadline by far too much.
    await beat(town.redis, new Map([[town.shard, due + lateAfterMs + 5_000]]), holder);
    expect(await codes(watchLag(parts()))).toEqual(['deadline_lag']);
    await releaseLease(town.redis, town.shard, holder);
  });

  it('tells of a step of the clock', async () => {
    const watch = watchClock(parts());
    await watch.look();
    skippedMs = -3_600_000; // the server's clock is an hour ahead of where it was
    const [alarm] = await watch.look();
    expect(alarm).toMatchObject({ code: 'clock_drift', figures: { seconds: 3_600 } });
  });

  it('alarms after a minute without an open console, and no longer when one is open', async () => {
    const watch = watchConsoles(parts());
    expect(await watch.look()).toEqual([]);
    skippedMs = unwatchedAfterMs + 1;
    expect(await codes(watch)).toEqual(['no_console']);
    await town.redis.set(directoryKeys.watched('hongmenjie'), '1');
    expect(await watch.look()).toEqual([]);
  });

  it('alarms after two canaries in a row, not after one', () => {
    const watch = new CanaryWatch();
    const missed = { district: 'd', why: 'not_answered' } as const;
    expect(watch.take(missed)).toEqual([]);
    expect(watch.take({ district: 'd' })).toEqual([]);
    watch.take(missed);
    expect(watch.take(missed)).toMatchObject([{ code: 'canary_dead', subject: 'd', figures: { missed: 2 } }]);
    expect(watch.take({ district: 'd' })).toEqual([]);
  });

  it('clears what no longer stands, also after it was started again', async () => {
    await settle(
      town.redis,
      ['disk_low', 'no_console'],
      [{ code: 'no_console', subject: 'd', district: 'd', figures: {} }],
    );
    await settle(town.redis, ['canary_dead'], []);
    await until(async () => expect(await readAlarms(town.redis)).toMatchObject([{ code: 'no_console' }]));
    await settle(town.redis, ['no_console'], []);
    expect(await readAlarms(town.redis)).toEqual([]);
  });
});
