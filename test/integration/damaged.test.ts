// Incidents whose state, or log, cannot be read: made again where that is possible, else shown to the duty officer under the
// names that are left. Store and dispatcher on a real Redis.
import type { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ShardId } from '../../contracts/ids.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import type { WorldOf } from '../../dispatcher/lent.ts';
import { type Dispatcher, startDispatcher } from '../../dispatcher/loop.ts';
import { append } from '../../store/intake.ts';
import { shardKeys } from '../../store/keys.ts';
import { readLog, readOpen, readSoundStates } from '../../store/log.ts';
import { District } from '../district.ts';
import { TestRedis } from '../redis.ts';

const shard = 's03' as ShardId;
const keys = shardKeys(shard);
let server: TestRedis;
let redis: Redis;
let dispatcher: Dispatcher | undefined;
let remindingThrows: boolean;

let errors: { incident?: unknown }[];
const log = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields: { incident?: unknown }) => void errors.push(fields),
};
const until = <T>(condition: () => Promise<T>) => vi.waitFor(condition, { timeout: 20_000, interval: 20 });
const worldOf: WorldOf = (_, known) => {
  const { world } = new District();
  const policy = {
    ...world.policy,
    get officerAcknowledgeSeconds() {
      if (remindingThrows) throw new Error('nobody is reminded');
      return world.policy.officerAcknowledgeSeconds;
    },
  };
  return { ...world, policy, ...known };
};
let holders = 0;
async function start(): Promise<void> {
  const blocking = server.open({ blocking: true });
  const holder = `dispatcher-${holders++}`;
  dispatcher = startDispatcher({ redis, blocking, holder, worldOf, defaultDistrict: () => 'd', log });
  await until(async () => expect(dispatcher?.owned()).toContain(shard));
}
async function rest(): Promise<void> {
  await dispatcher?.stop();
  dispatcher = undefined;
}
const press = (device: string, id = 'a') =>
  append(redis, shard, { v: 1, kind: 'press', district: 'd', device, id, press: 'sos' });
const open = (): Promise<Incident[]> => readOpen(redis, shard);
/** What Zhang's and Li's presses left when the dispatcher rested; Zhang's is damaged by the test. */
async function rested(): Promise<Incident> {
  await start();
  await press('btn-1');
  await press('btn-2');
  await until(async () => expect(await open()).toHaveLength(2));
  await rest();
  const zhang = (await open()).find(({ home }) => home === 'home-1');
  if (!zhang) throw new Error('nobody pressed');
  return zhang;
}
/** As if a long time had passed: every deadline of it lies behind. */
const late = (text: string): string => text.replace(/"(dueAt|answerBy|reviewAt)":\d+/g, '"$1":1000');

beforeEach(async () => {
  server = await TestRedis.start();
  redis = server.open();
  remindingThrows = false;
  errors = [];
});
afterEach(async () => {
  await rest();
  await server.stop();
});

const damages = [
  { what: 'is no JSON', damage: (text: string) => `${text.slice(0, 40)}` },
  { what: 'has a word of another version', damage: (text: string) => text.replace('"call":"sos"', '"call":"whistle"') },
  { what: 'lacks a field', damage: (text: string) => text.replace('"marks":[],', '') },
  { what: 'is missing', damage: () => undefined },
];

async function damageState({ id }: Incident, damage: (text: string) => string | undefined): Promise<void> {
  const text = damage((await redis.hget(keys.states, id)) ?? '');
  if (text === undefined) await redis.hdel(keys.states, id);
  else await redis.hset(keys.states, id, text);
}

describe('the state of an open incident', () => {
  it.each(damages)('that $what is made again from its log, and the incident goes on', async ({ damage }) => {
    const zhang = await rested();
    await damageState(zhang, damage);
    await start();
    await until(async () => expect(JSON.parse((await redis.hget(keys.states, zhang.id)) ?? 'null')).toEqual(zhang));
    const [leg] = zhang.legs;
    const reply = { id: 'r1', incident: zhang.id, leg: leg?.id ?? '', reply: 'accept' as const };
    await append(redis, shard, { v: 1, kind: 'reply', district: 'd', responder: leg?.responder ?? '', reply });
    await until(async () => {
      const [state] = await readSoundStates(redis, shard, [zhang.id]);
      expect(state?.legs[0]?.state).toBe('accepted');
      expect(replay(await readLog(redis, shard, zhang.id))).toEqual(state);
    });
    await press('btn-1', 'again');
    await until(async () => expect((await open()).map(({ presses }) => presses.length).sort()).toEqual([1, 2]));
  });

  it.each(damages.slice(0, 3))(
    'that $what is shown as it is by its log, also while no dispatcher works',
    async ({ damage }) => {
      const zhang = await rested();
      await damageState(zhang, damage);
      const shown = await readOpen(redis, shard, { replay });
      expect(shown.find(({ id }) => id === zhang.id)).toEqual(zhang);
      expect(shown).toHaveLength(2);
      expect(await open(), 'whoever may not know the core reads the others').toHaveLength(1);
    },
  );
});

describe('an incident of which neither state nor log can be read', () => {
  const shownFor = async (id: string): Promise<Incident[]> => (await open()).filter((one) => one.id !== id);

  it('is shown to the officer by another one of its home and device, which rings; once, not at every take-over', async () => {
    const zhang = await rested();
    await damageState(zhang, (text) => text.replace('"call":"sos"', '"call":"whistle"'));
    await redis.xadd(keys.log(zhang.id), '900-0', 'event', '{"type":"of another version"}');
    await start();
    const about = await until(async () => {
      const found = (await open()).find(({ call }) => call === 'unreadable_input');
      expect(found).toMatchObject({ home: 'home-1', device: 'btn-1', district: 'd', state: 'open' });
      expect(found?.legs.map(({ responder }) => responder)).toEqual(['officer']);
      return found;
    });
    await rest();
    await start();
    await press('btn-3');
    await until(async () =>
      expect((await shownFor(zhang.id)).map(({ home }) => home).sort()).toEqual(['home-1', 'home-2', 'home-3']),
    );
    await rest();
    // Two days later its result is forgotten as well.
    for (const results of await redis.keys(keys.results('*'))) await redis.del(results);
    await redis.hset(keys.states, about?.id ?? '', late((await redis.hget(keys.states, about?.id ?? '')) ?? ''));
    await start();
    await until(async () => {
      const events = about ? await readLog(redis, shard, about.id) : [];
      expect(events.map(({ type }) => type)).toContain('officer_reminded');
    });
    expect((await shownFor(zhang.id)).map(({ home }) => home).sort()).toEqual(['home-1', 'home-2', 'home-3']);
    expect(await redis.hget(keys.states, zhang.id), 'for whoever repairs it').toContain('whistle');
  });

  it('is named by its first event when its state says nothing', async () => {
    const zhang = await rested();
    await damageState(zhang, () => 'no json');
    await redis.xadd(keys.log(zhang.id), '900-0', 'event', '{}');
    await start();
    await until(async () =>
      expect(await shownFor(zhang.id)).toContainEqual(
        expect.objectContaining({ call: 'unreadable_input', home: 'home-1', device: 'btn-1' }),
      ),
    );
  });
});

it('a press of the home whose open incident has a damaged log is asked on both tracks by itself', async () => {
  const zhang = await rested();
  await redis.xadd(keys.log(zhang.id), '900-0', 'event', '{}');
  await start();
  await press('btn-1', 'again');
  await until(async () => {
    const found = (await open()).find(({ call }) => call === 'unreadable');
    expect(found).toMatchObject({ home: 'home-1', priority: 1, presses: [{ id: 'again' }] });
    expect(found?.legs.map(({ track }) => track)).toEqual(['grid', 'health']);
  });
});

it('an incident whose deadline cannot be decided is shown to the officer, and the shard goes on', async () => {
  const zhang = await rested();
  const text = (await redis.hget(keys.states, zhang.id)) ?? '';
  await redis.hset(keys.states, zhang.id, text.replace(/"reviewAt":\d+/, '"reviewAt":1000'));
  remindingThrows = true;
  await start();
  const about = await until(async () => {
    const found = (await open()).find(({ call }) => call === 'unreadable_input');
    expect(errors.filter((one) => one.incident === found?.id)).not.toEqual([]); // nor can its own deadline be decided
    return found;
  });
  expect(about).toMatchObject({ home: 'home-1', device: 'btn-1' });
  await press('btn-3');
  await until(async () => expect((await open()).map(({ home }) => home)).toContain('home-3'));
  expect(await open(), 'it is not shown by a third').toHaveLength(4);
  remindingThrows = false;
  await until(async () =>
    expect(
      (await open())
        .filter(({ home }) => home === 'home-1')
        .map(({ call }) => call)
        .sort(),
    ).toEqual(['sos', 'unreadable_input']),
  );
});
