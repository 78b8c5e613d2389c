// What each recipient must still be told, as it lies in an inbox: ids and codes; the edge renders names and sentences.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema } from '../ids.ts';
import { LonLat } from '../position.ts';
import { Asks, CallKind, NeedKind, Priority, Purpose, Track } from '../terms.ts';
import { Trace } from './messages.ts';

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
  /** Of a press that a test window made a test: which window, and when the press was stored, ms. */
  tried: Type.Optional(Type.Object({ window: Type.String(), storedAt: Type.Integer() })),
  /** For a canary only. */
  trace: Type.Optional(Trace),
});
export type DeviceStateRecord = Static<typeof DeviceStateRecord>;
