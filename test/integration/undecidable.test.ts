// What cannot be decided: it costs neither the shard nor whoever pressed. Store and dispatcher on a real Redis; the core is
// made to throw by a world that fails for some.
import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchNewer } from '../../auditor/newer.ts';
import type { ShardId } from '../../contracts/ids.ts';
import type { Input } from '../../contracts/incident/inputs.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import type { WorldOf } from '../../dispatcher/lent.ts';
import { type Dispatcher, startDispatcher } from '../../dispatcher/loop.ts';
import { noteTakeOver, noteTry } from '../../store/attempts.ts';
import { append } from '../../store/intake.ts';
import { shardKeys } from '../../store/keys.ts';
import { readLease, takeLease } from '../../store/lease.ts';
import { readLog, readOpen, readSide } from '../../store/log.ts';
import type { Registry } from '../../store/registry.ts';
import { District } from '../district.ts';
import { TestRedis } from '../redis.ts';

const shard = 's03' as ShardId;
const keys = shardKeys(shard);
let server: TestRedis;
let redis: Redis;
let dispatchers: Dispatcher[];
/** What the world throws on, by what is asked of it. */
let throwsOn: { falls?: boolean; places?: boolean; people?: boolean };

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const until = <T>(condition: () => Promise<T>) => vi.waitFor(condition, { timeout: 20_000, interval: 20 });
const press = (device: string, id: string, district = 'd'): Input => ({
  v: 1,
  kind: 'press',
  district,
  device,
  id,
  press: 'sos',
});

const ruleOf = (rule: Policy['calls'][number]): Policy['calls'][number] => ({
  ...rule,
  get priority() {
    if (throwsOn.falls && rule.kind === 'fall') throw new Error('no rule for falls');
    return rule.priority;
  },
});

/** Two districts are known, `d` and `e`; the world fails where a test says so. */
const worldOf: WorldOf = (district, known) => {
  if (district !== 'd' && district !== 'e') throw new Error(`district ${district} is not in the registry`);
  const { world } = new District();
  return {
    ...world,
    ...known,
    policy: { ...world.policy, calls: world.policy.calls.map(ruleOf) },
    place: (home) => {
      if (throwsOn.places && home === 'home-1') throw new Error('no such street');
      return world.place(home);
    },
    responder: (id) => {
      if (throwsOn.people) throw new Error('no such person');
      return world.responder(id);
    },
  };
};
function start(holder: string, by = redis): void {
  dispatchers.push(
    startDispatcher({
      redis: by,
      blocking: server.open({ blocking: true }),
      holder,
      worldOf,
      defaultDistrict: () => 'd',
      log,
    }),
  );
}
const stored = (text: string): Promise<unknown> => redis.xadd(keys.intake, '*', 'input', text);
const opens = (wanted: Partial<Record<keyof Incident, unknown>>): Promise<Incident> =>
  until(async () => {
    const open = await readOpen(redis, shard);
    const found = open.find((one) => one.home === wanted.home && one.call === wanted.call) ?? open[0];
    expect(found).toMatchObject(wanted);
    if (!found) throw new Error('nothing is open');
    return found;
  });
const bytesOf = async ({ id }: Incident): Promise<string> => {
  const texts = Object.values(await readSide(redis, shard, id)).map((text) => String(JSON.parse(text).text));
  return texts.map((text) => Buffer.from(text.replace(/^.*: /, ''), 'base64').toString()).join('\n');
};

beforeEach(async () => {
  server = await TestRedis.start();
  redis = server.open();
  dispatchers = [];
  throwsOn = {};
});
afterEach(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  await server.stop();
});

const fall: Input = { v: 1, kind: 'press', district: 'e', device: 'btn-4', id: 'p1', press: 'fall' };

describe('a press whose decision throws', () => {
  it('is asked like an unreadable one of its home on both tracks, in its own district, and its bytes are kept', async () => {
    throwsOn = { falls: true };
    start('one');
    await append(redis, shard, fall);
    const incident = await opens({ call: 'unreadable', home: 'home-4', device: 'btn-4', district: 'e', priority: 1 });
    expect(incident.legs.map(({ responder }) => responder)).toEqual(['wang', 'desk']);
    expect(await bytesOf(incident)).toContain(JSON.stringify(fall));
  });

  it('joins what is open at its home', async () => {
    start('one');
    await append(redis, shard, press('btn-4', 'first', 'e'));
    await opens({ call: 'sos', home: 'home-4' });
    throwsOn = { falls: true };
    await append(redis, shard, fall);
    await until(async () => {
      const [incident, ...others] = await readOpen(redis, shard);
      expect(incident?.presses.map(({ id, kind }) => [id, kind])).toEqual([
        ['first', 'sos'],
        ['p1', 'unreadable'],
      ]);
      expect(others).toEqual([]);
    });
  });

  it('even as an unreadable one is set aside under its home and device; the shard goes on', async () => {
    throwsOn = { places: true };
    start('one');
    await append(redis, shard, press('btn-1', 'a', 'e'));
    const aside = await opens({ call: 'unreadable_input', home: 'home-1', device: 'btn-1', district: 'e' });
    const side = await readSide(redis, shard, aside.id);
    expect(JSON.parse(side.device ?? '{}')).toEqual({ text: 'btn-1' });
    expect(await bytesOf(aside)).toContain('"id":"a"');
    await append(redis, shard, press('btn-2', 'b', 'e'));
    await opens({ call: 'sos', home: 'home-2' });
  });
});

describe('a stored text that is no input', () => {
  it.each([
    { what: 'a press with a word to come', text: JSON.stringify({ ...press('btn-5', 'x', 'e'), press: 'whistle' }) },
    { what: 'half a press', text: JSON.stringify(press('btn-5', 'x', 'e')).slice(0, -9) },
  ])('($what) is a press of the home whose device it names', async ({ text }) => {
    start('one');
    await stored(text);
    const incident = await opens({ call: 'unreadable', home: 'home-5', device: 'btn-5', district: 'e' });
    expect(incident.legs.map(({ responder }) => responder)).toEqual(['wang', 'desk']);
    expect(await bytesOf(incident)).toContain(text);
  });

  it('and names nobody is looked at by the officer, with its bytes', async () => {
    start('one');
    await stored('no input of ours');
    expect(await bytesOf(await opens({ call: 'unreadable_input', district: 'd' }))).toContain('no input of ours');
  });
});

describe('an input of a kind that only a newer program knows', () => {
  const newer = JSON.stringify({ v: 1, kind: 'weather', district: 'd', device: 'btn-5', id: 'w1' });

  it('is left where it is, and said; what lies before it is decided, and what lies behind it by whoever knows it', async () => {
    start('old');
    await append(redis, shard, press('btn-1', 'before'));
    const entry = await stored(newer);
    await append(redis, shard, press('btn-2', 'behind'));
    await opens({ call: 'sos', home: 'home-1' });
    await until(async () => expect(await readLease(redis, shard)).toBeUndefined());
    expect(await readOpen(redis, shard)).toHaveLength(1);
    const registry = { all: () => [{ shard }] } as unknown as Registry;
    const { look } = watchNewer({ redis, registry });
    expect(await look()).toEqual([{ code: 'version_behind', subject: shard, figures: { kind: 'weather' } }]);
    await redis.xdel(keys.intake, String(entry)); // as a newer program would have decided it
    start('new');
    await opens({ call: 'sos', home: 'home-2' });
    expect(await look()).toEqual([]);
  });

  const nonce = (): Promise<string | null> => redis.hget(keys.sequence, 'nonce');

  it('for which no newer program comes holds up nobody for long: it is looked at like what cannot be read', async () => {
    start('old');
    await stored(newer);
    await append(redis, shard, press('btn-2', 'behind'));
    await opens({ call: 'unreadable', home: 'home-5' });
    await opens({ call: 'sos', home: 'home-2' });
    // One wait in vain is enough: the next of its kind keeps nobody waiting.
    const owner = await nonce();
    await stored(newer.replace('btn-5', 'btn-6'));
    await append(redis, shard, press('btn-3', 'later'));
    await opens({ call: 'unreadable', home: 'home-6' });
    await opens({ call: 'sos', home: 'home-3' });
    expect(await nonce()).toBe(owner);
  });
});

describe('a press that ended its dispatcher twice', () => {
  /** A take-over that dies while it decides the given entry. */
  async function dieOn(entry: string, holder: string): Promise<void> {
    await takeLease(redis, shard, holder, await readLease(redis, shard));
    const { careful } = await noteTakeOver(redis, shard, entry);
    if (careful) await noteTry(redis, shard, entry);
  }

  it.each([
    { more: 'not again', holders: ['1', '2', '3'], call: 'unreadable', presses: 2 },
    { more: 'once more as an unreadable one', holders: ['1', '2', '3', '4'], call: 'unreadable', presses: 1 },
    { more: 'also by itself', holders: ['1', '2', '3', '4', '5'], call: 'unreadable_input', presses: 0 },
  ])('$more is asked like $call at its home', async ({ holders, call, presses }) => {
    start('before');
    await append(redis, shard, press('btn-6', 'first', 'e'));
    await opens({ home: 'home-6' });
    await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.stop()));
    const killer = await append(redis, shard, press('btn-6', 'killer', 'e'));
    for (const holder of holders) await dieOn(killer, holder);
    start('standby');
    await until(async () => {
      const open = await readOpen(redis, shard);
      const about = open.at(-1);
      expect(open.map(({ home, district }) => [home, district])).toEqual(open.map(() => ['home-6', 'e']));
      if (presses === 2)
        expect(open.flatMap((one) => one.presses.map(({ kind }) => kind))).toEqual(['sos', 'unreadable']);
      else expect(about).toMatchObject({ call, presses: Array.from({ length: presses }, () => ({ id: 'killer' })) });
    });
  });
});

it('a command with which the core throws is kept with its bytes and names who gave it', async () => {
  start('one');
  await append(redis, shard, press('btn-7', 'a', 'e'));
  const { id } = await opens({ home: 'home-7' });
  throwsOn = { people: true };
  const command = { id: 'c1', command: 'assign', track: 'grid', responder: 'li' } as const;
  await append(redis, shard, { v: 1, kind: 'command', district: 'e', by: '周值班员', incident: id, command });
  const aside = await opens({ call: 'unreadable_input', district: 'e' });
  expect(JSON.parse((await readSide(redis, shard, aside.id)).by ?? '{}')).toEqual({ text: '周值班员' });
  expect(await bytesOf(aside)).toContain('"id":"c1"');
  const [results = ''] = await redis.keys(keys.results('*'));
  expect(await redis.hget(results, 'command/周值班员/c1'), 'it was not done').toContain('"refused","code":"set_aside"');
});

describe('an incident of a district that this process does not know', () => {
  it('keeps its district and is worked by the people of the default one: its deadlines fire', async () => {
    start('one');
    await append(redis, shard, press('btn-8', 'a', 'new-here'));
    const incident = await opens({ call: 'sos', district: 'new-here' });
    expect(incident.legs.map(({ responder }) => responder)).toEqual(['wang', 'desk']);
    await Promise.all(dispatchers.splice(0).map((dispatcher) => dispatcher.stop()));
    // As if a long time had passed: every deadline of it lies behind.
    const text = (await redis.hget(keys.states, incident.id)) ?? '';
    await redis.hset(keys.states, incident.id, text.replace(/"(dueAt|answerBy|reviewAt)":\d+/g, '"$1":1000'));
    start('two');
    await until(async () =>
      expect((await readLog(redis, shard, incident.id)).map(({ type }) => type)).toContain('leg_timed_out'),
    );
  });
});

describe('a store that answers every commit with an error of its own', () => {
  it.each([
    'NOSCRIPT No matching script.',
    'TRYAGAIN Multiple keys request',
    'LOADING Redis is loading',
    'NEWWORD of a later server',
  ])('%s: the press that waits is still an SOS with both tracks asked', async (says) => {
    const [flags, ...rest] = readFileSync(new URL('../../store/commit.lua', import.meta.url), 'utf8').split('\n');
    const by = server.open();
    const asked =
      "local says = redis.call('GET', '{s03}:fault') if says then redis.call('INCR', '{s03}:faults') return redis.error_reply(says) end";
    by.defineCommand('yjtCommit', { lua: [flags, asked, ...rest].join('\n') });
    await redis.set('{s03}:fault', says);
    start('one', by);
    await append(redis, shard, press('btn-1', 'heart-attack'));
    await until(async () => expect(Number(await redis.get('{s03}:faults'))).toBeGreaterThan(8));
    await redis.del('{s03}:fault');
    const incident = await opens({ call: 'sos', home: 'home-1', priority: 1 });
    expect(incident.legs.map(({ responder }) => responder)).toEqual(['wang', 'desk']);
  });
});
