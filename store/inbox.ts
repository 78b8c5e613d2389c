// What each recipient must still be told. The commit writes it; a receipt, decided like any input, removes it.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { IncidentIdSchema, type ShardId } from '../contracts/ids.ts';
import { CallKind, Priority, Track } from '../contracts/incident.ts';
import { Trace } from '../contracts/messages.ts';
import { LonLat } from '../contracts/position.ts';
import { shardKeys } from './keys.ts';

/** A message as it lies in an inbox: ids and codes; the edge renders names and sentences. */
export const InboxMessage = Type.Object({
  delivery: Type.String({ description: 'incident/leg/revision' }),
  kind: Type.Enum(['offer', 'update', 'stand_down']),
  district: Type.String(),
  incident: IncidentIdSchema,
  number: Type.Integer(),
  leg: Type.String(),
  revision: Type.Integer(),
  track: Track,
  priority: Priority,
  call: CallKind,
  home: Type.Optional(Type.String()),
  device: Type.Optional(Type.String()),
  /** The leg is active: door, key and mobility may be shown. */
  active: Type.Boolean(),
  deadline: Type.Optional(Type.Integer()),
  because: Type.Optional(Type.String()),
  /** In the inbox of an outside channel: who is to be reached. */
  responder: Type.Optional(Type.String()),
  asks: Type.Optional(Type.Literal('call_120')),
  /** Where to go instead of the home. It lies here and in the side record only, never in the log. */
  fix: Type.Optional(LonLat),
});
export type InboxMessage = Static<typeof InboxMessage>;

/** What the person at a device should be told, before it is put into words. */
export const DeviceStateRecord = Type.Object({
  district: Type.String(),
  incident: Type.Optional(IncidentIdSchema),
  revision: Type.Integer(),
  state: Type.Enum(['received', 'coming', 'arrived', 'closed']),
  who: Type.Optional(Type.String({ description: 'responder id' })),
  etaSeconds: Type.Optional(Type.Integer()),
  step: Type.Optional(Type.String()),
  test: Type.Optional(Type.Boolean()),
  /** For a canary only. */
  trace: Type.Optional(Trace),
});
export type DeviceStateRecord = Static<typeof DeviceStateRecord>;

const MessageCheck = Compile(InboxMessage);
const StateCheck = Compile(DeviceStateRecord);

/** The whole inbox of a recipient in one shard. */
export async function readInbox(redis: Redis, shard: ShardId, recipient: string): Promise<InboxMessage[]> {
  const messages = await redis.hvals(shardKeys(shard).inbox(recipient));
  return messages.map((text) => MessageCheck.Parse(JSON.parse(text)));
}

/** The latest things to tell the people at these devices, in their order; undefined where there is none or it has expired. */
export async function readDeviceStates(
  redis: Redis,
  shard: ShardId,
  devices: readonly string[],
): Promise<(DeviceStateRecord | undefined)[]> {
  if (devices.length === 0) return [];
  const texts = await redis.mget(...devices.map((device) => shardKeys(shard).deviceState(device)));
  return texts.map((text) => (text === null ? undefined : StateCheck.Parse(JSON.parse(text))));
}
