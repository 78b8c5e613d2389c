// Values in Redis that nobody can read: each costs itself and an alarm. The console goes on and can start, whoever holds a sound token is served, and the
// auditor says what cannot be read, each with no more rights at the store than it has in a system. The same for every reader and kind of value: test/fuzz/stored.test.ts.
import { describe, expect, it } from 'vitest';
import { watchUnreadable } from '../../auditor/unreadable.ts';
import type { ShardId } from '../../contracts/ids.ts';
import { checkPassword, issueCredential } from '../../store/directory.ts';
import { directoryKeys, shardKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';

const broken = '{"v":1,';
const causes = async (): Promise<string[]> =>
  (await watchUnreadable({ redis: auditor }).look()).map(({ code, subject }) => `${code} ${subject}`).sort();
const residents = async (one: TestConsole): Promise<number> => {
  const answer = await one.ask('/api/v1/residents', { as: officer });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { residents: unknown[] }).residents.length;
};
const console_ = await ofThisFile(TestConsole.start({ guarded: true }));
const auditor = console_.server.open({ as: 'auditor' });
const officer = await console_.token('officer');

describe('what cannot be read', () => {
  it('is no cause of anything while there is none', async () => {
    expect(await causes()).toEqual([]);
  });

  it('of people, tokens, logins, alarms and documents, on a channel or in a latest value costs itself, and a console starts with it', async () => {
    const { redis } = console_;
    const before = await residents(console_);
    const keys = shardKeys((await redis.hget(directoryKeys.districts, 'hongmenjie')) as ShardId);
    for (const channel of [keys.latestChannel, keys.readinessChannel, directoryKeys.alarmChannel])
      await redis.publish(channel, broken);
    await redis.xadd(directoryKeys.changes, '*', 'change', broken);
    await redis.xadd(directoryKeys.alarmRecord, '*', 'change', broken);
    await redis.xadd(directoryKeys.canaries, '*', 'trace', broken);
    await redis.hset(directoryKeys.accounts, 'ghost', broken);
    await redis.hset(directoryKeys.tokens, 'ghost', '{"role":"emperor"}');
    await redis.hset(directoryKeys.credentials, 'btn-004', broken);
    await redis.hset(directoryKeys.alarms, 'ghost/', '[]');
    const documents = directoryKeys.documents('hongmenjie');
    await redis.hset(documents, 'residents/res-009', broken, 'constructor/x', '{}');
    await redis.set(keys.latest('position', 'gc-1'), broken);
    expect(await residents(console_)).toBe(before);
    const second = await TestConsole.startOn(console_.server);
    try {
      expect(await residents(second)).toBe(before - 1);
      expect((await second.ask('/api/v1/alarms', { as: officer })).status).toBe(200);
    } finally {
      await second.stop();
    }
    expect(await causes()).toEqual([
      'stored_unreadable accounts',
      'stored_unreadable alarms',
      'stored_unreadable credentials',
      'stored_unreadable documents/hongmenjie',
      'stored_unreadable tokens',
    ]);
  }, 120_000);

  it('is nothing any more once it is made anew', async () => {
    const { redis } = console_;
    const login = { kind: 'device', id: 'btn-004', district: 'hongmenjie', simulated: false } as const;
    const password = await issueCredential(redis, login);
    expect(await checkPassword(redis, 'btn-004', password)).toMatchObject({ id: 'btn-004' });
    expect(await causes()).not.toContain('stored_unreadable credentials');
  });
});
