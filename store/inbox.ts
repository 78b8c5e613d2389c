// What each recipient must still be told. The commit writes it; a receipt, decided like any input, removes it.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { IncidentIdSchema, type ShardId } from '../contracts/ids.ts';
import { CallKind, NeedKind, Priority, Purpose, Track } from '../contracts/incident.ts';
import { Asks, Trace } from '../contracts/messages.ts';
import { LonLat } from '../contracts/position.ts';
import { shardKeys } from './keys.ts';
import { parsed } from './stored.ts';

/** A message as it lies in an inbox: ids and codes; the edge renders names and sentences. */
export const InboxMessage = Type.Object({
  delivery: Type.String({ description: 'incident/leg/revision, or group/group/revision' }),
  kind: Type.Enum(['offer', 'update', 'stand_down']),
  district: Type.String(),
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  revision: Type.Integer(),
  track: Track,
  priority: Priority,
  call: CallKind,
  /** What they are asked for, and how; absent in messages of versions before needs. */
  need: Type.Optional(NeedKind),
  purpose: Type.Optional(Purpose),
  home: Type.Optional(Type.String()),
  /** Homes of incidents that were merged into this one. */
  also: Type.Optional(Type.Array(Type.String())),
  device: Type.Optional(Type.String()),
  /** The leg is active: door, key and mobility may be shown. */
  active: Type.Boolean(),
  deadline: Type.Optional(Type.Integer()),
  travelSeconds: Type.Optional(Type.Integer()),
  because: Type.Optional(Type.String()),
  /** In the inbox of an outside channel: who is to be reached. */
  responder: Type.Optional(Type.String()),
  asks: Type.Optional(Asks),
  /** Where to go instead of the home. It lies here and in the side record only, never in the log. */
  fix: Type.Optional(LonLat),
  /** The fix is less exact than it should be. */
  inexact: Type.Optional(Type.Literal(true)),
  /** In a surge: of all calls of this group. Incident and leg name one of them, `revision` is the group's own. */
  group: Type.Optional(
    Type.Object({ id: Type.String(), count: Type.Integer(), open: Type.Integer(), urgent: Type.Integer() }),
  ),
});
export type InboxMessage = Static<typeof InboxMessage>;

/** One call of a group that still counts on this person: the edge makes the list when it sends. */
export const GroupLine = Type.Object({
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  priority: Priority,
  call: CallKind,
  home: Type.Optional(Type.String()),
  device: Type.Optional(Type.String()),
  receivedAt: Type.Integer(),
  accepted: Type.Boolean(),
  purpose: Type.Optional(Purpose),
  revision: Type.Integer({ description: "the leg's own" }),
});
export type GroupLine = Static<typeof GroupLine>;

/**
 * The recipient under whose name everything lies that somebody is on: what their yes has opened. It is no news that waits for a receipt,
 * but how things stand, and is gone when their part ends.
 */
export const openedBox = (responder: string): string => `on/${responder}`;
/** The recipient under whose name the lines of a group lie. */
export const groupBox = (responder: string, group: string): string => `g/${responder}/${group}`;
/** Where the message of a group lies in an inbox. @param responder in that of an outside channel, which serves many */
export const groupField = (group: string, responder?: string): string =>
  responder === undefined ? `group/${group}` : `group/${responder}/${group}`;

/** What the person at a device should be told, before it is put into words. */
export const DeviceStateRecord = Type.Object({
  district: Type.String(),
  incident: Type.Optional(IncidentIdSchema),
  revision: Type.Integer(),
  state: Type.Enum(['received', 'coming', 'arrived', 'left', 'closed']),
  who: Type.Optional(Type.String({ description: 'responder id' })),
  etaSeconds: Type.Optional(Type.Integer()),
  step: Type.Optional(Type.String()),
  test: Type.Optional(Type.Boolean()),
  /** For a canary only. */
  trace: Type.Optional(Trace),
});
export type DeviceStateRecord = Static<typeof DeviceStateRecord>;

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
