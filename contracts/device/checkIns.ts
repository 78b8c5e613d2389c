// How the check-ins of a district stand, as they lie in the store and as the page of the office shows them (docs/decisions/047).
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../json.ts';
import { SignKind, WarningLevel } from '../office/checkIn.ts';

/**
 * `due`: its time has not come. `late`: it has passed, and the grace has not. `asked`: the resident was asked to give a sign. `missed`: a call was opened.
 * `unknown`: nobody could have heard a sign.
 */
export const CheckInState = Type.Enum(['due', 'seen', 'late', 'asked', 'missed', 'unknown', 'away']);
export type CheckInState = Static<typeof CheckInState>;

/** `gateway`: what a device hangs on is down. `door`: our own door is. `silent`: none of the devices lives. `locked`: the agreement cannot be read. */
export const UnknownBecause = Type.Enum(['gateway', 'door', 'silent', 'no_device', 'locked']);
export type UnknownBecause = Static<typeof UnknownBecause>;

/** How somebody was seen; `hand`: an officer has spoken with them. */
export const SeenBy = Type.Enum([...SignKind.enum, 'hand']);
export type SeenBy = Static<typeof SeenBy>;

/**
 * A resident's check-in. `day`, `due`: of which time; of `away`, and of a locked one, when that began. `at`: since when it stands so, ms. `seenAt`: also of a `missed` one, where a sign came later.
 * `resumed`: since then a sign could be heard again. `back`: home again on this day, asked from the next one on.
 * `unseenSince`: the first of several times in a row that ended with nobody knowing.
 * `times`: those of the agreement, with what a list adds, and its days; `timesAt`: since when they are these: what had passed before is not judged.
 */
export const KeptCheckIn = Type.Object({
  state: CheckInState,
  day: Type.String(),
  due: Type.Integer(),
  at: Type.Integer(),
  why: Type.Optional(UnknownBecause),
  seenAt: Type.Optional(Type.Integer()),
  by: Type.Optional(SeenBy),
  resumed: Type.Optional(Type.Integer()),
  back: Type.Optional(Type.String()),
  unseenSince: Type.Optional(Type.Integer()),
  times: Type.Optional(Type.String()),
  timesAt: Type.Optional(Type.Integer()),
});
export type KeptCheckIn = Static<typeof KeptCheckIn>;
const KeptCheck = Compile(KeptCheckIn);
/** Undefined for what is none: it is judged anew. */
export const readCheckIn = (text: string): KeptCheckIn | undefined => readAs(KeptCheck, text);

/** The watch's own beat: since when it has listened without a break, and when it last looked, ms. */
export const CheckInBeat = Type.Object({ up: Type.Integer(), at: Type.Integer() });
export type CheckInBeat = Static<typeof CheckInBeat>;
const BeatCheck = Compile(CheckInBeat);
export const readBeat = (text: string): CheckInBeat | undefined => readAs(BeatCheck, text);

/** What a motion detector or a door contact has said of a person last, ms. */
export const Moved = Type.Object({
  at: Type.Number(),
  by: Type.Enum(['motion', 'door']),
  via: Type.Optional(Type.String()),
});
export type Moved = Static<typeof Moved>;
const MovedCheck = Compile(Moved);
export const movedIn = (value: unknown): Moved | undefined => (MovedCheck.Check(value) ? value : undefined);

/** Who is called while it is hot or cold; `hand`: for whatever reason somebody has. */
export const CheckInListKind = Type.Enum(['heat', 'cold', 'hand']);
export type CheckInListKind = Static<typeof CheckInListKind>;

/** A warning of the weather. `from`, `until`: when it holds, ms. */
export const HeldWarning = Type.Object({
  id: Type.String(),
  event: Type.String(),
  level: WarningLevel,
  area: Type.Optional(Type.String()),
  from: Type.Integer(),
  until: Type.Integer(),
});
export type HeldWarning = Static<typeof HeldWarning>;
export const warningsAtMost = 20;

/**
 * A list. `on`: a human's word, or that there are `warnings`: it counts while one of them holds. `from`, `until`, `warning`: of all of them, the gravest, to be shown. `byHand`: a human has said so, until
 * the `warnings` of then have ended. `added`, `removed`: by hand; who else is on it follows from what is known of them.
 */
export const CheckInList = Type.Object({
  on: Type.Boolean(),
  at: Type.Integer(),
  by: Type.String(),
  byHand: Type.Boolean(),
  from: Type.Optional(Type.Integer()),
  until: Type.Optional(Type.Integer()),
  warning: Type.Optional(
    Type.Object({ id: Type.String(), event: Type.String(), level: WarningLevel, area: Type.Optional(Type.String()) }),
  ),
  warnings: Type.Optional(Type.Array(HeldWarning, { maxItems: warningsAtMost })),
  added: Type.Array(Type.String(), { maxItems: 20_000 }),
  removed: Type.Array(Type.String(), { maxItems: 20_000 }),
});
export type CheckInList = Static<typeof CheckInList>;
const ListCheck = Compile(CheckInList);
export const readList = (text: string): CheckInList | undefined => readAs(ListCheck, text);

/** Does it count now? @param now ms */
export const isOn = ({ on, byHand, from, until, warnings }: CheckInList, now: number): boolean => {
  if (byHand || warnings === undefined)
    return on && (from === undefined || from <= now) && (until === undefined || now < until);
  return on && warnings.some((one) => one.from <= now && now < one.until);
};

/** What came of a call by telephone or a visit, as somebody has ticked it. */
export const TickOutcome = Type.Enum(['reached', 'not_reached', 'somebody_goes']);
export type TickOutcome = Static<typeof TickOutcome>;
/** `by`: the login. */
export const CheckInTick = Type.Object({ at: Type.Integer(), outcome: TickOutcome, by: Type.String() });
export type CheckInTick = Static<typeof CheckInTick>;
const TickCheck = Compile(CheckInTick);
export const readTick = (text: string): CheckInTick | undefined => readAs(TickCheck, text);
