// What each recipient must still be told. The commit writes it; a receipt, decided like any input, removes it.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { DeviceStateRecord, GroupLine, InboxMessage } from '../contracts/incident/inbox.ts';
import { parsed } from '../contracts/json.ts';
import { shardKeys } from './keys.ts';

/**
 * The recipient under whose name everything lies that somebody is on: what their yes has opened. It is no news that waits for a receipt,
 * but how things stand, and is gone when their part ends.
 */
export const openedBox = (responder: string): string => `on/${responder}`;
/** The recipient under whose name the lines of a group lie. */
export const groupBox = (responder: string, group: string): string => `g/${responder}/${group}`;
/** A list that an edge reads when it sends: nobody is told that it changed. */
export const isGroupBox = (recipient: string): boolean => recipient.startsWith('g/');
/** Where the message of a group lies in an inbox. @param responder in that of an outside channel, which serves many */
export const groupField = (group: string, responder?: string): string =>
  responder === undefined ? `group/${group}` : `group/${responder}/${group}`;

const MessageCheck = Compile(InboxMessage);
const LineCheck = Compile(GroupLine);
const StateCheck = Compile(DeviceStateRecord);

/** The whole inbox of a recipient in one shard. A damaged message counts as none, here and below: it costs only itself. */
export async function readInbox(redis: Redis, shard: ShardId, recipient: string): Promise<InboxMessage[]> {
  const messages = await redis.hvals(shardKeys(shard).inbox(recipient));
  return messages.flatMap((text) => {
    const message = parsed(text);
    return MessageCheck.Check(message) ? [message] : [];
  });
}

/** The latest things to tell the people at these devices, in their order; undefined where there is none or it has expired. */
export async function readDeviceStates(
  redis: Redis,
  shard: ShardId,
  devices: readonly string[],
): Promise<(DeviceStateRecord | undefined)[]> {
  if (devices.length === 0) return [];
  const texts = await redis.mget(...devices.map((device) => shardKeys(shard).deviceState(device)));
  return texts.map((text) => {
    const state = text === null ? undefined : parsed(text);
    return StateCheck.Check(state) ? state : undefined;
  });
}

/** The calls of a group that still count on this person, in no order. */
export async function readGroupLines(
  redis: Redis,
  shard: ShardId,
  { responder, group }: { responder: string; group: string },
): Promise<GroupLine[]> {
  const lines = await redis.hvals(shardKeys(shard).inbox(groupBox(responder, group)));
  return lines.flatMap((text) => {
    const line = parsed(text);
    return LineCheck.Check(line) ? [line] : [];
  });
}

/** The revision of each group's message that is still to be told, by `responder/group`. A damaged one counts as none. */
export async function readGroupRevisions(
  redis: Redis,
  shard: ShardId,
  offers: readonly { responder: string; group: string }[],
): Promise<Map<string, number>> {
  const unique = new Map(offers.map((one) => [`${one.responder}/${one.group}`, one]));
  const revisions = new Map<string, number>();
  await Promise.all(
    [...unique].map(async ([key, { responder, group }]) => {
      const text = await redis.hget(shardKeys(shard).inbox(`r/${responder}`), groupField(group));
      const message = text === null ? undefined : parsed(text);
      if (MessageCheck.Check(message)) revisions.set(key, message.revision);
    }),
  );
  return revisions;
}
