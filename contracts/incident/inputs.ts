// Everything that asks for a decision, as it is stored in the intake. One version number for each kind: bump it when a
// field changes its meaning, and teach readInput the old one.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { EpochMsSchema, IncidentIdSchema, SenderId } from '../ids.ts';
import { readAs } from '../json.ts';
import { CallKind, DeclineReason, NeedKind, PressKind, Priority } from '../terms.ts';
import { Command } from './commands.ts';
import { groupReplies } from './groups.ts';
import { Location, Reply } from './messages.ts';
import { Incident, PressFact } from './state.ts';

/** So many presses of this device and kind, besides this one, came too fast to be told apart (store/merging.ts). */
const More = Type.Optional(Type.Integer({ minimum: 1 }));

/** A press that could be read. `id` was made by the broker where the device sent none. */
export const PressInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('press'),
  district: Type.String(),
  device: Type.String(),
  id: Type.String(),
  press: PressKind,
  deviceTime: Type.Optional(Type.String()),
  battery: Type.Optional(Type.Number()),
  location: Type.Optional(Location),
  /** It may have been pressed long ago: a flag that stood already when the device was first heard. */
  maybeOld: Type.Optional(Type.Literal(true)),
  /** What a foreign device called it, where that says more than the kind (`gas`). */
  word: Type.Optional(Type.String({ maxLength: 40 })),
  /** The device sent no id: it was made here, and cannot tell a second press from a message sent twice. */
  idMade: Type.Optional(Type.Literal(true)),
  more: More,
  /** When the broker heard it, by its own clock, before it was stored. */
  heardAt: Type.Optional(EpochMsSchema),
});
/** A press that could not be read: still a press. `body` is base64, cut at 2 KiB. */
export const UnreadablePressInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('unreadable_press'),
  district: Type.String(),
  device: Type.String(),
  id: Type.String(),
  body: Type.String(),
  why: Type.String(),
  more: More,
  heardAt: Type.Optional(EpochMsSchema),
});
/** A canary's press: an input of its own, so that a button can never be mistaken for one. Answered, never an incident. */
export const CanaryInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('canary'),
  district: Type.String(),
  device: Type.String(),
  id: SenderId,
  heardAt: EpochMsSchema,
});
/** A responder's answer. `responder` is who was logged in, not what the message claims. */
export const ReplyInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('reply'),
  district: Type.String(),
  responder: Type.String(),
  reply: Reply,
});
/**
 * An officer's command. `by`: the name, for the log; `actor`: the login or token, for two may have one name. `family`: a contact of the
 * resident says it, by the id of their consent; only a note, while it is open.
 */
export const CommandInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('command'),
  district: Type.String(),
  by: Type.String(),
  actor: Type.Optional(Type.String()),
  family: Type.Optional(Type.String()),
  incident: Type.String(),
  command: Command,
});

/** An officer opens an incident for what no button says: a missed check-in, a broken device, a call by phone. */
export const RaiseInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('raise'),
  district: Type.String(),
  by: Type.String(),
  actor: Type.Optional(Type.String()),
  id: SenderId,
  call: CallKind,
  home: Type.String(),
});
/** Somebody went on or off duty; the registry has it already, the incidents that they are on learn of it by this. */
export const DutyInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('duty'),
  district: Type.String(),
  responder: Type.String(),
  by: Type.String(),
  id: SenderId,
  onDuty: Type.Boolean(),
});
/**
 * Somebody who is with the resident tries the button: the first press within these minutes is a test (decisions/043); no minute ends the window that is open, used or
 * not. `by`: the name; `actor`: the login, the token or the responder.
 */
export const TestWindowInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('test_window'),
  district: Type.String(),
  device: Type.String(),
  by: Type.String(),
  actor: Type.String(),
  id: SenderId,
  minutes: Type.Integer({ minimum: 0, maximum: 10 }),
});
/**
 * A step of a resident's daily sign of life (decisions/047): the resident is asked for one, missed it, or gave one after a call was opened for it. `devices`: those whose
 * press would be one since `opens`; none where a press is none of what was agreed. `speaks`: those that are to say it. `due`: the time of the day that it is about; there is one of each step for each, and a day may have several.
 */
export const CheckInInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('check_in'),
  district: Type.String(),
  resident: Type.String(),
  home: Type.String(),
  due: EpochMsSchema,
  step: Type.Enum(['ask', 'missed', 'seen']),
  opens: EpochMsSchema,
  devices: Type.Array(Type.String(), { maxItems: 50 }),
  speaks: Type.Optional(Type.Array(Type.String(), { maxItems: 50 })),
  seen: Type.Optional(Type.Object({ at: EpochMsSchema, by: Type.String() })),
});
/**
 * What a decision about one incident asks of another: it is written by the same commit. `id` is made of the deciding
 * incident and its event number, so that deciding again after a crash asks once.
 */
export const FollowUpInput = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('follow_up'),
  district: Type.String(),
  id: Type.String(),
  incident: IncidentIdSchema,
  what: Type.Union([
    /** This person has gone to a more urgent incident. */
    Type.Object({ kind: Type.Literal('release'), responder: Type.String(), for: IncidentIdSchema }),
    Type.Object({ kind: Type.Literal('left_duty'), responder: Type.String() }),
    /** Somebody has come on duty or become free: is there still anything that they could be asked for? */
    Type.Object({ kind: Type.Literal('look_again'), responder: Type.String() }),
    /** So many counted on them that the others are asked next: those of their incidents that follow this one. */
    Type.Object({ kind: Type.Literal('left_duty_others'), responder: Type.String() }),
    /** What they answered to a group holds for this leg as they had been told of it. */
    Type.Object({
      kind: Type.Literal('answered'),
      responder: Type.String(),
      leg: Type.String(),
      revision: Type.Integer(),
      reply: Type.Enum(groupReplies),
      reason: Type.Optional(DeclineReason),
    }),
    /** So many are in the group that the others follow: those after this incident and leg. */
    Type.Object({
      kind: Type.Literal('answered_others'),
      responder: Type.String(),
      group: Type.String(),
      after: Type.String(),
      revision: Type.Integer(),
      reply: Type.Enum(groupReplies),
      reason: Type.Optional(DeclineReason),
    }),
    /** `from` was merged into this one. */
    Type.Object({
      kind: Type.Literal('absorb'),
      by: Type.String(),
      from: IncidentIdSchema,
      home: Type.Optional(Type.String()),
      device: Type.Optional(Type.String()),
      presses: Type.Array(PressFact),
      priority: Priority,
      call: Type.Optional(CallKind),
      beside: Type.Optional(CallKind),
      needs: Type.Optional(Type.Array(Type.Object({ need: NeedKind, plan: Type.Optional(Type.String()) }))),
      also: Incident.properties.absorbed,
      ambulance: Incident.properties.ambulance,
      called: Incident.properties.called,
    }),
    /** The merge into `from` was wrong, or came too late: this one is worked on by itself again. */
    Type.Object({
      kind: Type.Literal('split_off'),
      by: Type.String(),
      from: IncidentIdSchema,
      why: Type.Optional(Type.Literal('merge_failed')),
      /** What was pressed at its homes while it was merged. */
      presses: Type.Optional(Type.Array(PressFact)),
    }),
  ]),
});

export const Input = Type.Union([
  PressInput,
  UnreadablePressInput,
  CanaryInput,
  ReplyInput,
  CommandInput,
  RaiseInput,
  DutyInput,
  TestWindowInput,
  CheckInInput,
  FollowUpInput,
]);
export type Input = Static<typeof Input>;
export type PressInput = Static<typeof PressInput>;
export type UnreadablePressInput = Static<typeof UnreadablePressInput>;
export type CanaryInput = Static<typeof CanaryInput>;
export type ReplyInput = Static<typeof ReplyInput>;
export type CommandInput = Static<typeof CommandInput>;
export type RaiseInput = Static<typeof RaiseInput>;
export type DutyInput = Static<typeof DutyInput>;
export type TestWindowInput = Static<typeof TestWindowInput>;
export type CheckInInput = Static<typeof CheckInInput>;
export type FollowUpInput = Static<typeof FollowUpInput>;

const compiled = Compile(Input);

/** Reads a stored input. Undefined means: not ours or not readable, and the caller sets it aside for the duty officer. */
export const readInput = (text: string): Input | undefined => readAs(compiled, text);

const NamedKind = Compile(Type.Object({ kind: Type.String({ pattern: '^[a-z][a-z_]{0,39}$' }) }));
const ourKinds: ReadonlySet<string> = new Set([
  ...Input.anyOf.map(({ properties }) => properties.kind.const),
  'damaged_incident',
]);

/** The kind of an input that only a newer program knows; undefined for those of ours, and for what is no input at all. */
export function newerKind(text: string): string | undefined {
  const kind = readAs(NamedKind, text)?.kind;
  return kind === undefined || ourKinds.has(kind) ? undefined : kind;
}

/**
 * An incident that its dispatcher cannot go on with: its state and its log cannot be read, or cannot be written on. It is no
 * input that is decided: the loop sets it aside under these names.
 */
export const DamagedIncident = Type.Object({
  v: Type.Literal(1),
  kind: Type.Literal('damaged_incident'),
  incident: IncidentIdSchema,
  district: Type.Optional(Type.String()),
  device: Type.Optional(Type.String()),
  home: Type.Optional(Type.String()),
  why: Type.String(),
});
export type DamagedIncident = Static<typeof DamagedIncident>;

const damagedCompiled = Compile(DamagedIncident);

/** Reads what a dispatcher stored of a damaged incident; undefined when it is something else. */
export const readDamagedIncident = (text: string): DamagedIncident | undefined =>
  text.includes('"kind":"damaged_incident"') ? readAs(damagedCompiled, text) : undefined;

/**
 * What makes two inputs the same one. Presses are not told apart here: a button may repeat an id on purpose or after a
 * restart, so the dispatcher compares id, body and time (DESIGN "A repeat").
 */
export function inputKey(input: Input): string {
  switch (input.kind) {
    case 'press':
    case 'unreadable_press':
      return `press/${input.device}/${input.id}`;
    case 'canary':
      return `canary/${input.device}/${input.id}`;
    case 'reply': {
      // A phone counts its ids anew after it was installed again: about another incident, leg or word it is another reply.
      const { incident, leg, reply, id } = input.reply;
      return `reply/${input.responder}/${incident}/${leg}/${reply}/${id}`;
    }
    case 'command':
      return `command/${input.actor ?? input.by}/${input.command.id}`;
    case 'raise':
      return `raise/${input.actor ?? input.by}/${input.id}`;
    case 'duty':
      return `duty/${input.responder}/${input.id}`;
    case 'test_window':
      return `test_window/${input.actor}/${input.device}/${input.id}`;
    case 'check_in':
      return checkInKey(input);
    case 'follow_up':
      return `follow_up/${input.id}`;
  }
}

/** The key of a step of a check-in: whoever asked for it finds by it what became of it. */
export const checkInKey = ({ resident, due, step }: Pick<CheckInInput, 'resident' | 'due' | 'step'>): string =>
  `check_in/${resident}/${due}/${step}`;

/** The device whose press a key is of; undefined for any other input, and for a canary's. */
export const pressedBy = (key: string): string | undefined => /^press\/([^/]+)\//.exec(key)?.[1];

/** The key of a reply as it was remembered before it named incident, leg and word. */
export const shortReplyKey = ({ responder, reply }: ReplyInput): string => `reply/${responder}/${reply.id}`;
