// What an outside channel has taken of its inbox, and nobody has confirmed yet: so that a restarted notifier does not ring
// a person twice. It is a memory and no promise: what it forgot is sent again under the same idempotency key.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { InboxMessage } from '../contracts/incident/inbox.ts';
import { parsed } from '../contracts/json.ts';
import { groupField } from './inbox.ts';
import { shardKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** `by`: which gateway took it; another one configured later has not. */
export const HandedOver = Type.Object({
  delivery: Type.String(),
  by: Type.String(),
  at: Type.Integer({ description: 'epoch ms' }),
});
export type HandedOver = Static<typeof HandedOver>;
const Check = Compile(HandedOver);
const MessageCheck = Compile(InboxMessage);

/** The field of an outside channel's inbox, and of what was handed over, that a message lies in. */
export const fieldOf = ({
  incident,
  leg,
  group,
  responder,
}: Pick<InboxMessage, 'incident' | 'leg' | 'group' | 'responder'>): string =>
  group === undefined ? `${incident}/${leg}` : groupField(group.id, responder);

/**
 * An inbox with what was taken of it. Marks are read first: one without a message is then of a message that is gone.
 * @returns `damaged`: fields that nobody can read; they cost themselves, not everybody else of this channel
 */
export async function readOutsideInbox(
  redis: Redis,
  shard: ShardId,
  recipient: string,
): Promise<{ messages: InboxMessage[]; damaged: string[]; handedOver: Map<string, HandedOver> }> {
  const keys = shardKeys(shard);
  const [marks, texts] = await Promise.all([
    redis.hgetall(keys.handedOver(recipient)),
    redis.hgetall(keys.inbox(recipient)),
  ]);
  const messages: InboxMessage[] = [];
  const damaged: string[] = [];
  for (const [field, text] of Object.entries(texts)) {
    const value = parsed(text);
    if (MessageCheck.Check(value)) messages.push(value);
    else damaged.push(field);
  }
  const handedOver = new Map<string, HandedOver>();
  for (const [field, text] of Object.entries(marks)) {
    const mark = parsed(text);
    // A mark that nobody can read is none: the message goes again under the same key.
    if (Check.Check(mark)) handedOver.set(field, mark);
  }
  return { messages, damaged, handedOver };
}

export async function markHandedOver(
  redis: Redis,
  { shard, recipient, field }: { shard: ShardId; recipient: string; field: string },
  mark: HandedOver,
): Promise<void> {
  // Past the memory limit too: unmarked, the gateway would be given it again and again.
  await writeAnyway(redis, 'HSET', shardKeys(shard).handedOver(recipient), field, JSON.stringify(mark));
}

/** Their messages are gone from the inbox. */
export async function forgetHandedOver(
  redis: Redis,
  { shard, recipient }: { shard: ShardId; recipient: string },
  fields: readonly string[],
): Promise<void> {
  if (fields.length > 0) await redis.hdel(shardKeys(shard).handedOver(recipient), ...fields);
}
