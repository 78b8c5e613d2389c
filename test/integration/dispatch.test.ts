// The store and the dispatcher together on a real Redis: an input in the intake becomes an incident with people asked.
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { incidentIdOf, type ShardId, shards } from '../../contracts/ids.ts';
import type { Command } from '../../contracts/incident/commands.ts';
import type { Input } from '../../contracts/incident/inputs.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import type { WorldOf } from '../../dispatcher/lent.ts';
import { type Dispatcher, startDispatcher } from '../../dispatcher/loop.ts';
import { noteTakeOver, noteTry } from '../../store/attempts.ts';
import { groupField, readInbox } from '../../store/inbox.ts';
import { append } from '../../store/intake.ts';
import { shardKeys } from '../../store/keys.ts';
import { readLease, takeLease } from '../../store/lease.ts';
import { readLog, readOpen } from '../../store/log.ts';
import { District } from '../district.ts';
import { TestRedis } from '../redis.ts';

const shard = 's03' as ShardId;
/** How often a shard was given up because a commit did not apply, or a turn failed. */
let refusals = 0;
const refused = (): void => {
  refusals++;
};
const log = { info: () => undefined, warn: refused, error: refused };
let server: TestRedis;
let dispatchers: Dispatcher[];

const open = (blocking = false): Redis => server.open({ blocking });
/** @param answerWithinSeconds how long each offer stands; the district's own when left out */
const start = (holder: string, answerWithinSeconds?: number): Dispatcher => {
  const district = new District();
  const { policy } = district.world;
  const plans = policy.plans.map((plan) => ({
    ...plan,
    tiers: plan.tiers.map((tier) => ({
      ...tier,
      answerWithinSeconds: answerWithinSeconds ?? tier.answerWithinSeconds,
    })),
  }));
  const worldOf: WorldOf = (_, known) => ({ ...district.world, policy: { ...policy, plans }, ...known });
  const dispatcher = startDispatcher({
    redis: open(),
    blocking: open(true),
    holder,
    worldOf,
    defaultDistrict: () => 'd',
    log,
  });
  dispatchers.push(dispatcher);
  return dispatcher;
};
const press = (device: string, id: string): Input => ({ v: 1, kind: 'press', district: 'd', device, id, press: 'sos' });
const until = <T>(condition: () => Promise<T>) => vi.waitFor(condition, { timeout: 20_000, interval: 20 });
/** The incident that is open, once one is. */
const firstOf = (redis: Redis): Promise<Incident> =>
  until(async () => (await readOpen(redis, shard))[0] ?? Promise.reject(new Error('not decided yet')));
/** Waits until the store's clock is past it. */
const passes = (redis: Redis, moment: number): Promise<void> =>
  until(async () => expect(Number((await redis.time())[0]) * 1000).toBeGreaterThan(moment));

beforeEach(async () => {
  server = await TestRedis.start();
  dispatchers = [];
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  await server.stop();
});

describe('an input that ends its dispatcher', () => {
  /** A take-over that dies while it decides the given entry, as a crash or a hang would leave it. */
  async function dieOn(redis: Redis, entry: string, holder: string): Promise<void> {
    await takeLease(redis, shard, holder, await readLease(redis, shard));
    const { careful } = await noteTakeOver(redis, shard, entry);
    if (careful) await noteTry(redis, shard, entry);
  }

  it('twice while it alone was decided is asked like an unreadable press of its home, and the shard goes on', async () => {
    const redis = open();
    const killer = await append(redis, shard, press('btn-1', 'killer'));
    await append(redis, shard, press('btn-2', 'b'));
    for (const holder of ['first', 'second', 'third']) await dieOn(redis, killer, holder);
    start('standby');
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(2));
    const [ended, pressed] = await readOpen(redis, shard).then((all) => all.sort((a, b) => (a.call > b.call ? -1 : 1)));
    expect(ended).toMatchObject({ call: 'unreadable', home: 'home-1', legs: [{ track: 'grid' }, { track: 'health' }] });
    expect(pressed).toMatchObject({ call: 'sos', home: 'home-2' });
  });

  it('or was only there when dispatchers died of something else is decided like any other', async () => {
    const redis = open();
    const entry = await append(redis, shard, press('btn-1', 'a'));
    for (const holder of ['first', 'second']) await dieOn(redis, entry, holder);
    start('standby');
    await until(async () => expect((await readOpen(redis, shard)).map(({ call }) => call)).toEqual(['sos']));
  });

  it('or could not be read about while a store was ill, by a dispatcher that lives, is decided like any other', async () => {
    const redis = open();
    const incident = incidentIdOf('1-0', shard);
    const command: Command = { id: 'c1', command: 'note', text: '1' };
    const entry = await append(redis, shard, {
      v: 1,
      kind: 'command',
      district: 'd',
      by: 'officer',
      incident,
      command,
    });
    for (const holder of ['first', 'second']) await dieOn(redis, entry, holder);
    await redis.set(shardKeys(shard).states, 'ill');
    const refusedBefore = refusals;
    start('standby');
    await until(async () => expect(refusals).toBeGreaterThan(refusedBefore + 3));
    await redis.del(shardKeys(shard).states);
    await append(redis, shard, press('btn-2', 'b'));
    await until(async () => expect((await readOpen(redis, shard)).map(({ call }) => call)).toEqual(['sos']));
  });
});

describe('a store that refuses every commit for a while', () => {
  it.each(['xadd', 'hset', 'zadd'])('at %s costs no press: all are decided as what they are', async (command) => {
    const redis = open();
    await redis.acl('SETUSER', 'steward', 'on', 'nopass', '~*', '&*', '+@all');
    const steward = open();
    await steward.auth('steward', 'x');
    start('one');
    await until(async () => expect((await readLease(redis, shard))?.holder).toBe('one'));
    await steward.acl('SETUSER', 'default', `-${command}`);
    await append(steward, shard, press('btn-1', 'a'));
    await append(steward, shard, press('btn-2', 'b'));
    const refusedBefore = refusals;
    await until(async () => expect(refusals).toBeGreaterThan(refusedBefore + 6));
    await steward.acl('SETUSER', 'default', `+${command}`);
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(2));
    expect((await readOpen(redis, shard)).map(({ call }) => call)).toEqual(['sos', 'sos']);
  });

  it('does not make a deadline wait once it takes writes again', async () => {
    const redis = open();
    await redis.acl('SETUSER', 'steward', 'on', 'nopass', '~*', '&*', '+@all');
    const steward = open();
    await steward.auth('steward', 'x');
    start('one', 1);
    await append(redis, shard, press('btn-1', 'a'));
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(1));
    const refusedBefore = refusals;
    await steward.acl('SETUSER', 'default', '-zadd');
    await until(async () => expect(refusals).toBeGreaterThan(refusedBefore + 1)); // the first deadline came meanwhile
    await steward.acl('SETUSER', 'default', '+zadd');
    await until(async () => {
      const [incident] = await readOpen(redis, shard);
      expect(incident?.legs.some(({ state }) => state === 'timed_out')).toBe(true);
    });
  });
});

describe('an incident whose log was damaged', () => {
  it('costs itself, not the shard', async () => {
    const redis = open();
    start('one', 1);
    await append(redis, shard, press('btn-1', 'a'));
    const damaged = await firstOf(redis);
    await redis.xadd(shardKeys(shard).log(damaged.id), '900-0', 'event', '{}');
    await passes(redis, damaged.legs[0]?.dueAt ?? 0);
    await append(redis, shard, press('btn-2', 'b'));
    await until(async () => {
      const other = (await readOpen(redis, shard)).find(({ home }) => home === 'home-2');
      expect(
        other?.legs.some(({ state }) => state === 'timed_out'),
        'its own deadlines fire',
      ).toBe(true);
    });
  });
});

describe('a deadline that passed while nobody worked the shard', () => {
  it('fires after the inputs that were stored before it: an accept that waited counts', async () => {
    const redis = open();
    const first = start('one', 3);
    await append(redis, shard, press('btn-1', 'a'));
    const offered = await firstOf(redis);
    await first.stop();
    const [grid, health] = offered.legs;
    const reply = { id: 'r1', incident: offered.id, leg: grid?.id ?? '', reply: 'accept' as const };
    await append(redis, shard, { v: 1, kind: 'reply', district: 'd', responder: grid?.responder ?? '', reply });
    await passes(redis, (health?.dueAt ?? 0) + 1_000);
    start('two', 3);
    await until(async () => {
      const events = await readLog(redis, shard, offered.id);
      const after = events.filter(({ type }) => type === 'leg_accepted' || type === 'leg_timed_out');
      expect(after.slice(0, 2)).toMatchObject([
        { type: 'leg_accepted', leg: grid?.id, revived: false },
        { type: 'leg_timed_out', leg: health?.id },
      ]);
    });
  });
});

describe('an input in the intake', () => {
  it('becomes an incident with both tracks asked, and its log replays to its state', async () => {
    const redis = open();
    start('one');
    await append(redis, shard, press('btn-1', 'a'));
    const incident = await firstOf(redis);
    expect(incident.legs.map((leg) => leg.responder)).toEqual(['wang', 'desk']);
    expect(replay(await readLog(redis, shard, incident.id))).toEqual(incident);
    expect(await readInbox(redis, shard, 'r/wang')).toMatchObject([
      { kind: 'offer', incident: incident.id, revision: 1 },
    ]);
    expect(await redis.xlen(shardKeys(shard).intake)).toBe(0);
  }, 30_000);

  it('that is not readable costs one incident for the duty officer, not the shard', async () => {
    const redis = open();
    start('one');
    await redis.xadd(shardKeys(shard).intake, '*', 'input', 'not json');
    await append(redis, shard, press('btn-1', 'a'));
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(2));
    const marks = (await readOpen(redis, shard)).flatMap((incident) => incident.marks);
    expect(marks).toEqual(['unreadable_input']);
  }, 30_000);

  it('is decided once, though one dispatcher follows another and each press is in one incident', async () => {
    const redis = open();
    const first = start('one');
    for (let i = 0; i < 20; i++) await append(redis, shard, press(`btn-${i}`, 'a'));
    await until(async () => expect(await redis.xlen(shardKeys(shard).intake)).toBeLessThan(20));
    await first.stop();
    for (let i = 20; i < 40; i++) await append(redis, shard, press(`btn-${i}`, 'a'));
    start('two');
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(40));
    const incidents = await readOpen(redis, shard);
    expect(new Set(incidents.map((incident) => incident.home)).size).toBe(40);
    expect(new Set(incidents.map((incident) => incident.number)).size).toBe(40);
  }, 60_000);
});

describe('damaged records', () => {
  /** What two presses left when the dispatcher rested. */
  async function rested(redis: Redis): Promise<void> {
    const first = start('one');
    await append(redis, shard, press('btn-1', 'a'));
    await append(redis, shard, press('btn-2', 'b'));
    await until(async () => expect(await readOpen(redis, shard)).toHaveLength(2));
    await first.stop();
  }
  const pressesOpen = async (redis: Redis) =>
    (await readOpen(redis, shard)).flatMap(({ presses }) => presses.map(({ id }) => id)).sort();

  it('a result counts as none: the shard is loaded and decides', async () => {
    const redis = open();
    await rested(redis);
    const [results] = await redis.keys(shardKeys(shard).results('*'));
    await redis.hset(results ?? '', 'damaged-1', '{"at":', 'damaged-2', 'null');
    start('two');
    await append(redis, shard, press('btn-3', 'c'));
    await until(async () => expect(await pressesOpen(redis)).toEqual(['a', 'b', 'c']));
  });

  it('the message of a group counts as none: the shard is loaded and decides', async () => {
    const redis = open();
    await rested(redis);
    const [incident] = (await readOpen(redis, shard)).filter(({ legs }) => legs.length > 0);
    const [leg] = incident?.legs ?? [];
    const grouped = { ...incident, legs: incident?.legs.map((one) => ({ ...one, group: 'g1' })) };
    await redis.hset(shardKeys(shard).states, incident?.id ?? '', JSON.stringify(grouped));
    await redis.hset(shardKeys(shard).inbox(`r/${leg?.responder}`), groupField('g1'), 'no message', 'other', '{}');
    start('two');
    await append(redis, shard, press('btn-3', 'c'));
    await until(async () => expect(await pressesOpen(redis)).toEqual(['a', 'b', 'c']));
    const told = await readInbox(redis, shard, `r/${leg?.responder}`);
    expect(told.every(({ delivery }) => delivery !== undefined)).toBe(true);
  });

  it('a shard that cannot be loaded is left alone, the others are taken and decide', async () => {
    const redis = open();
    const other = 's00' as ShardId;
    await redis.set(shardKeys(other).numbers, 'not a hash');
    const dispatcher = start('one');
    await append(redis, shard, press('btn-1', 'a'));
    await until(async () => expect(await pressesOpen(redis)).toEqual(['a']));
    await until(async () => expect(dispatcher.owned().length).toBe(shards.length - 1));
    await redis.del(shardKeys(other).numbers); // repaired
    await until(async () => expect(dispatcher.owned()).toContain(other));
  });
});
