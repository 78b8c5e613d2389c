// What an owner remembers of a reply: which other one is the same, also across the upgrade of its key.
import { beforeEach, describe, expect, it } from 'vitest';
import { at, type IncidentId, type ShardId } from '../contracts/ids.ts';
import { inputKey, type ReplyInput, shortReplyKey } from '../contracts/incident/inputs.ts';
import type { Reply } from '../contracts/incident/messages.ts';
import { shardKeys } from '../store/keys.ts';
import { bucketsAt } from '../store/results.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { Remembered } from './remembered.ts';

const shard = 's02' as ShardId;
const now = at(Date.parse('2026-08-31T12:00:00Z'));
const [here, elsewhere] = ['01ARZ3NDEK-0-s02', '01ARZ3NDEK-1-s02'] as [IncidentId, IncidentId];
const server = await ofThisFile(TestRedis.start());
beforeEach(() => server.open().flushall());

const said = (more: Partial<Reply> = {}): ReplyInput => ({
  v: 1,
  kind: 'reply',
  district: 'd',
  responder: 'wang',
  reply: { id: '1', incident: here, leg: 'L1', reply: 'decline', ...more },
});
/** An owner that begins with what the given key remembers. */
async function owner(key: string): Promise<Remembered> {
  const result = JSON.stringify({ outcome: 'applied', incident: here, at: now });
  await server.open().hset(shardKeys(shard).results(bucketsAt(now).current), key, result);
  return Remembered.load(server.open(), shard, now);
}

describe('a reply that Wang said before', () => {
  it.each([
    { what: 'said again', more: {}, same: true },
    { what: 'of another incident under the same id', more: { incident: elsewhere }, same: false },
    { what: 'of another leg under the same id', more: { leg: 'L2' }, same: false },
    { what: 'with another word under the same id', more: { reply: 'accept' as const }, same: false },
  ])('$what: it is the same one = $same', async ({ more, same }) => {
    const remembered = await owner(inputKey(said()));
    expect(remembered.of(said(more)) !== undefined).toBe(same);
  });

  it('is known across the upgrade by its short key, unless that was about another incident', async () => {
    const remembered = await owner(shortReplyKey(said()));
    expect(remembered.of(said())).toMatchObject({ outcome: 'applied' });
    expect(remembered.of(said({ incident: elsewhere }))).toBeUndefined();
  });
});
