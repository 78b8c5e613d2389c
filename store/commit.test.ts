import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { at, type IncidentId, type ShardId } from '../contracts/ids.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { type Committed, commit, commitArguments, type Decision, isVerdict, type Sequence } from './commit.ts';
import { shardKeys } from './keys.ts';
import { takeLease } from './lease.ts';
import { bucketsAt } from './results.ts';

const shard = 's05' as ShardId;
const keys = shardKeys(shard);
const incident = '01ARZ3NDEK-0-s05' as IncidentId;
const now = at(1_800_000_000_000);
const buckets = bucketsAt(now);
const day = buckets.current;

let sequence: Sequence;

const server = await ofThisFile(TestRedis.start());
const redis = server.open();
beforeEach(async () => {
  await redis.flushall();
  const taken = await takeLease(redis, shard, 'test', undefined);
  if (!taken) throw new Error('the lease was not free');
  sequence = taken.sequence;
});

/** A decision that uses every write of the script. */
const opening = (over: Partial<Decision> = {}): Decision => ({
  entry: '1-0',
  input: { key: 'press/btn-1/a', result: '{"outcome":"incident"}' },
  incident: {
    id: incident,
    lastSeq: 0,
    events: ['{"seq":1}', '{"seq":2}'],
    state: '{"seq":2}',
    deadline: at(now + 1000),
    closedAt: undefined,
    numbered: { district: 'd', number: 7 },
    side: { t1: '{"text":"x"}' },
  },
  followUps: ['{"v":1}'],
  inboxes: [{ recipient: 'r/wang', field: `${incident}/L1`, message: '{"kind":"offer"}' }],
  deviceStates: [{ device: 'btn-1', message: '{"state":"received"}', lifetimeMs: 60_000 }],
  feed: '{"events":[]}',
  ...over,
});
const commitOne = async (decision: Decision, on = sequence, by = redis): Promise<Committed | undefined> =>
  (await commit(by, shard, on, [decision], buckets))[0];

/** Every key with its whole content: equal before and after means that nothing was written. */
async function everything(): Promise<Record<string, unknown>> {
  const names = (await redis.keys('*')).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, (await redis.dumpBuffer(name)).toString('hex')])),
  );
}

describe('a commit', () => {
  it('writes log, state, deadline, inbox, result, follow-up, cursor and feed in one step', async () => {
    expect(await commitOne(opening())).toEqual({ ok: true, number: 1 });
    expect(await redis.xlen(keys.log(incident))).toBe(2);
    expect(await redis.hget(keys.states, incident)).toBe('{"seq":2}');
    expect(await redis.zscore(keys.deadlines, incident)).toBe(String(now + 1000));
    expect(await redis.hgetall(keys.inbox('r/wang'))).toEqual({ [`${incident}/L1`]: '{"kind":"offer"}' });
    expect(await redis.hget(keys.results(day), 'press/btn-1/a')).toBe('{"outcome":"incident"}');
    expect(await redis.get(keys.deviceState('btn-1'))).toBe('{"state":"received"}');
    expect(await redis.hgetall(keys.sequence)).toMatchObject({ n: '1', cursor: '1-0' });
    expect(await redis.xlen(keys.feed)).toBe(1);
    expect(await redis.xlen(keys.intake)).toBe(1);
  });

  it('made on a number that has moved changes nothing', async () => {
    await commitOne(opening());
    const before = await everything();
    expect(await commitOne(opening({ input: undefined }))).toEqual({ ok: false, why: 'moved' });
    expect(await everything()).toEqual(before);
  });

  it('of an owner who has lost the shard changes nothing', async () => {
    await takeLease(redis, shard, 'standby', { holder: 'test', beat: 1 });
    const before = await everything();
    expect(await commitOne(opening())).toEqual({ ok: false, why: 'moved' });
    expect(await everything()).toEqual(before);
  });

  it('of an input that has a result, today or from yesterday, changes nothing and says the result', async () => {
    await redis.hset(keys.results(buckets.before), 'press/btn-1/a', 'of yesterday');
    const before = await everything();
    expect(await commitOne(opening())).toEqual({ ok: false, why: 'seen', result: 'of yesterday' });
    expect(await everything()).toEqual(before);
  });

  it('takes a message out of an inbox and an incident out of the deadlines', async () => {
    await commitOne(opening());
    const closing = opening({
      entry: undefined,
      input: undefined,
      followUps: [],
      inboxes: [{ recipient: 'r/wang', field: `${incident}/L1`, message: undefined }],
      incident: {
        id: incident,
        lastSeq: 2,
        events: ['{"seq":3}'],
        state: '{"seq":3}',
        deadline: undefined,
        closedAt: now,
        numbered: undefined,
        side: {},
      },
    });
    expect(await commitOne(closing, { ...sequence, number: 1 })).toEqual({ ok: true, number: 2 });
    expect(await redis.exists(keys.inbox('r/wang'), keys.deadlines)).toBe(0);
    expect(await redis.zscore(keys.closed, incident)).toBe(String(now));
  });
});

describe('a commit that cannot be written wholly is not written at all', () => {
  const everyKey = [
    keys.states,
    keys.deadlines,
    keys.closed,
    keys.feed,
    keys.intake,
    keys.numbers,
    keys.results(day),
    keys.log(incident),
    keys.side(incident),
    keys.inbox('r/wang'),
    keys.deviceState('btn-1'),
  ];
  it.each(everyKey)('when %s holds another kind of value', async (key) => {
    await redis.geoadd(key, 104, 30, 'x'); // a zset
    if (key === keys.deadlines || key === keys.closed) await redis.del(key).then(() => redis.set(key, 'x'));
    const before = await everything();
    const ofOneDecision = [keys.log(incident), keys.side(incident), keys.inbox('r/wang'), keys.deviceState('btn-1')];
    const why = ofOneDecision.includes(key) ? 'failed' : 'refused';
    expect(await commitOne(opening()), 'what the whole shard needs is not the fault of one press').toMatchObject({
      why,
    });
    expect(await everything()).toEqual(before);
  });

  it.each(['xadd', 'hset', 'zadd', 'zrem', 'xdel', 'expire', 'set', 'hdel'])(
    'when the user may not %s',
    async (command) => {
      await redis.acl('SETUSER', 'clumsy', 'on', 'nopass', '~*', '&*', '+@all', `-${command}`);
      const clumsy = server.open();
      await clumsy.auth('clumsy', 'x');
      const before = await everything();
      expect(await commitOne(opening(), sequence, clumsy)).toMatchObject({ ok: false, why: 'refused' });
      expect(await everything()).toEqual(before);
      clumsy.disconnect();
    },
  );

  it.each([
    { what: 'a deadline that is no instant', change: { deadline: at(Number.NaN) } },
    { what: 'a log that stands elsewhere', change: { lastSeq: 4 } },
  ])('when it names $what', async ({ change }) => {
    const { incident: usual } = opening();
    const before = await everything();
    const decision = opening({ incident: usual && { ...usual, ...change } });
    expect(await commitOne(decision)).toMatchObject({ ok: false, why: 'failed' });
    expect(await everything()).toEqual(before);
  });

  it('when a device state would live for no time, or the feed stands further than the sequence', async () => {
    const before = await everything();
    const brief = opening({ deviceStates: [{ device: 'btn-1', message: '{}', lifetimeMs: 0 }] });
    expect(await commitOne(brief)).toMatchObject({ ok: false, why: 'failed' });
    expect(await everything()).toEqual(before);
    await redis.xadd(keys.feed, '9-0', 'entry', '{}');
    expect(await commitOne(opening())).toMatchObject({ ok: false, why: 'refused' });
    expect(await redis.exists(keys.states)).toBe(0);
  });
});

describe('an error', () => {
  it.each([
    'NOSCRIPT No matching script. Please use EVAL.',
    'TRYAGAIN Multiple keys request during rehashing of slot',
    'MOVED 12958 10.77.0.2:6379',
    'ASK 12958 10.77.0.2:6379',
    "READONLY You can't write against a read only replica. script: f00, on @user_script:140.",
    "OOM command not allowed when used memory > 'maxmemory'. script: f00, on @user_script:140.",
    'LOADING Redis is loading the dataset in memory',
    'MISCONF Redis is configured to save RDB snapshots',
    'NOREPLICAS Not enough good replicas to write.',
    'CLUSTERDOWN The cluster is down',
    'MASTERDOWN Link with MASTER is down',
    'BUSY Redis is busy running a script.',
    'UNKILLABLE Sorry the script already executed write commands',
    'NOAUTH Authentication required.',
    'NOPERM this user has no permissions to run the command',
    'NOTALLOWED XADD {s05}:log:x',
    'FEEDAHEAD {s05}:feed stands at 9-0, not before 1',
    'SHARDKIND {s05}:states is string, not hash',
    'WRONGTYPE Operation against a key holding the wrong kind of value script: f00, on @user_script:30.',
    'ERR max number of clients reached',
    'ERR user_script:30: Script killed by user with SCRIPT KILL. script: f00, on @user_script:30.',
    'SOMETHINGNEW that a later server may say',
  ])('of the store blames no press: %s', (message) => expect(isVerdict(message)).toBe(false));

  it.each([
    'LOGGAP {s05}:log:x stands at 9, not 2',
    'WRONGKIND {s05}:log:x is zset, not stream',
    'NOTPOSITIVE nan',
    'ERR user_script:100: attempt to compare nil with number script: f00, on @user_script:100.',
  ])('of the script about one decision is told apart from that: %s', (message) =>
    expect(isVerdict(message)).toBe(true),
  );
});

describe('a batch', () => {
  it('stops at the member that does not apply: those before it stand, those behind it have moved', async () => {
    const other = (n: number): Decision =>
      opening({ entry: undefined, incident: undefined, input: { key: `k${n}`, result: 'r' } });
    const broken = opening({ input: { key: 'k1', result: 'r' } }); // seen: k1 was decided by the member before
    const answers = await commit(redis, shard, sequence, [other(1), broken, other(2), other(3)], buckets);
    expect(answers).toEqual([
      { ok: true, number: 1 },
      { ok: false, why: 'seen', result: 'r' },
      { ok: false, why: 'moved' },
      { ok: false, why: 'moved' },
    ]);
    expect(await redis.hkeys(keys.results(day))).toEqual(['k1']);
    expect(await redis.exists(keys.states)).toBe(0);
  });

  it('that the server took and answered survives the death of the server', async () => {
    const decisions = Array.from({ length: 50 }, (_, i) =>
      opening({ entry: undefined, incident: undefined, input: { key: `k${i}`, result: 'r' } }),
    );
    await commit(redis, shard, sequence, decisions, buckets);
    await server.killAndStart();
    expect(await redis.hlen(keys.results(day))).toBe(50);
    expect((await redis.hgetall(keys.sequence)).n).toBe('50');
  });
});

it("the script's header names as many KEYS and ARGV as its caller gives", () => {
  const header = readFileSync(new URL('./commit.lua', import.meta.url), 'utf8').split('\nlocal ')[0] ?? '';
  const [count, ...rest] = commitArguments(shard, sequence, opening(), buckets);
  const [keysText = '', argvText = ''] = header.split('-- ARGV');
  const last = (text: string): number => Math.max(...[...text.matchAll(/ {2}(\d+)[ …]/g)].map(([, n]) => Number(n)));
  expect(last(keysText.slice(keysText.indexOf('-- KEYS')))).toBe(Number(count) - 1); // "12…" stands for one inbox and one device state
  expect(last(argvText.slice(0, argvText.indexOf('-- Reply')))).toBe(rest.length - Number(count));
});
