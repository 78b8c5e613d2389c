// `/live`: a snapshot, then one frame a change, numbered like the shard's feed, so that a gap shows. The server beats every
// 5 s: silence means that the picture is old (facts/console.md). A client resumes with `?after=<sequence>`.
import { type Static, Type } from 'typebox';
import { FamilyView } from '../incident/family.ts';
import { DeviceState } from '../incident/messages.ts';
import { EndedLeg, MyLeg } from '../incident/myLegs.ts';
import { EventView, IncidentView, SurgeView, WallView } from '../incident/views.ts';
import { HomeReadiness } from '../office/readiness.ts';
import { ResponderView } from '../office/responders.ts';
import { Me } from '../session/session.ts';
import { SystemView } from './views.ts';

/** Of the district: every page shows its times by it. */
const TimeZone = Type.Optional(Type.String({ description: "the district's, an IANA name" }));
const Instant = Type.String({ description: 'ISO 8601 with offset, server clock' });

/** How often the server says that it is there. */
export const beatEveryMs = 5_000;

export const LiveFrame = Type.Union([
  /** Replaces all that the client knew. `missed`: changes since the `after` it asked with, when they can be counted. */
  Type.Object({
    type: Type.Literal('snapshot'),
    sequence: Type.Integer(),
    now: Instant,
    me: Me,
    timeZone: TimeZone,
    incidents: Type.Array(IncidentView, { description: 'all open ones and the last closed ones' }),
    responders: Type.Array(ResponderView),
    missed: Type.Optional(Type.Integer()),
    surge: Type.Optional(SurgeView),
  }),
  /**
   * While there is a surge, once a second: the counts. With `incidents` so many are open that they are no longer told one by
   * one: these, the most urgent of each courtyard, replace those of the page; the others are read over HTTP when asked for.
   */
  Type.Object({
    type: Type.Literal('surge'),
    sequence: Type.Integer(),
    now: Instant,
    surge: SurgeView,
    incidents: Type.Optional(Type.Array(IncidentView)),
  }),
  /** One commit. `incident` is the whole view after it; `events` are those of this commit. */
  Type.Object({
    type: Type.Literal('change'),
    sequence: Type.Integer(),
    now: Instant,
    incident: Type.Optional(IncidentView),
    events: Type.Array(EventView),
    /** What became of an officer's command, by the id of the command. */
    result: Type.Optional(
      Type.Object({ command: Type.String(), outcome: Type.String(), code: Type.Optional(Type.String()) }),
    ),
  }),
  /** A responder moved, came or left. Not numbered: only the latest counts. */
  Type.Object({ type: Type.Literal('responder'), now: Instant, responder: ResponderView }),
  /** Homes that are judged differently now; the totals are of all. */
  Type.Object({ type: Type.Literal('readiness'), now: Instant, homes: Type.Array(HomeReadiness) }),
  /** Places, people or policy changed: read /api/v1/map again. */
  Type.Object({ type: Type.Literal('registry'), now: Instant }),
  /** For a responder's phone, at each change and with each beat: all that it must show. Replaces what it knew. */
  Type.Object({
    type: Type.Literal('legs'),
    now: Instant,
    me: Me,
    timeZone: TimeZone,
    demo: Type.Boolean(),
    onDuty: Type.Boolean(),
    legs: Type.Array(MyLeg),
    /** What opens the boxes of these legs, by incident/leg, base64. Apart from them, so that a page keeps it apart. */
    keys: Type.Optional(Type.Record(Type.String(), Type.String())),
    ended: Type.Optional(Type.Array(EndedLeg)),
  }),
  /** For a resident's tablet: what it should show and say, none while nothing is the matter. */
  Type.Object({
    type: Type.Literal('button'),
    now: Instant,
    timeZone: TimeZone,
    demo: Type.Boolean(),
    language: Type.Enum(['zh', 'en']),
    state: Type.Optional(DeviceState),
  }),
  /** For a contact of a resident, at each change and with each beat: all that they see. Replaces what the page knew. */
  Type.Object({
    type: Type.Literal('family'),
    now: Instant,
    timeZone: TimeZone,
    demo: Type.Boolean(),
    ...FamilyView.properties,
  }),
  /** For the wall. */
  Type.Object({ type: Type.Literal('wall'), now: Instant, timeZone: TimeZone, wall: WallView }),
  /** How the system itself is, at each change of it and to each page that comes. Replaces what it knew. */
  Type.Object({ type: Type.Literal('system'), now: Instant, system: SystemView }),
  Type.Object({ type: Type.Literal('beat'), sequence: Type.Integer(), now: Instant }),
]);
export type LiveFrame = Static<typeof LiveFrame>;
