// The check-ins of a district as the page of the office reads them, and what it orders.
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { WarningLevel } from '../office/checkIn.ts';
import { Document, Instant, Named, optional } from '../shapes.ts';
import { CheckInListKind, CheckInState, SeenBy, TickOutcome, UnknownBecause } from './checkIns.ts';

/** So many people in one answer; the others are asked for by grid or state. */
export const checkInRowsAtMost = 500;

/**
 * One resident. `state`: absent where nothing was agreed and they are on a list only. `mustAsk`: nobody has known for too long, and nobody has called. `lists`: those that are on and hold
 * them. `callable`: there is a telephone number to be asked for.
 */
export const CheckInRow = Type.Object({
  ...Named.properties,
  home: Type.String({ description: 'where they live, in words' }),
  grid: optional(Named),
  state: optional(CheckInState),
  since: optional(Instant),
  due: optional(Instant),
  seenAt: optional(Instant),
  by: optional(SeenBy),
  why: optional(UnknownBecause),
  mustAsk: Type.Boolean(),
  lists: Type.Array(CheckInListKind),
  tick: optional(Type.Object({ at: Instant, outcome: TickOutcome, by: Type.String() })),
  callable: Type.Boolean(),
});
export type CheckInRow = Static<typeof CheckInRow>;

/** A list. `people`: how many are on it, `reached`: of them today; `by`: who, or which warning, has said so last. */
export const CheckInListView = Type.Object({
  list: CheckInListKind,
  on: Type.Boolean(),
  byHand: Type.Boolean(),
  people: Type.Integer(),
  reached: Type.Integer(),
  at: optional(Instant),
  from: optional(Instant),
  until: optional(Instant),
  warning: optional(Type.Object({ event: Type.String(), level: WarningLevel, area: optional(Type.String()) })),
});
export type CheckInListView = Static<typeof CheckInListView>;

/** `GET /api/v1/office/check-ins`. `grids`: how many stand how in each, of all; `left`: rows that were left out. */
export const CheckInsAnswer = Type.Object({
  at: Instant,
  day: Type.String(),
  grids: Type.Array(Type.Object({ ...Named.properties, states: Type.Record(Type.String(), Type.Integer()) })),
  states: Type.Record(Type.String(), Type.Integer()),
  lists: Type.Array(CheckInListView),
  rows: Type.Array(CheckInRow),
  left: Type.Integer(),
});
export type CheckInsAnswer = Static<typeof CheckInsAnswer>;

/** Which rows are wanted. `state: open`: whoever somebody should look at now. */
export const CheckInsAsked = Document({
  grid: optional(RegistryId),
  state: optional(Type.Enum([...CheckInState.enum, 'open'])),
  list: optional(CheckInListKind),
});

/** `POST /api/v1/office/check-ins/ticks` */
export const TickOrder = Document({ resident: RegistryId, outcome: TickOutcome });
/** `POST /api/v1/office/check-ins/phone`: the number, to be called; written down. */
export const CheckInPhoneOrder = Document({ resident: RegistryId });
export const CheckInPhone = Type.Object({ phone: Type.String() });
export type CheckInPhone = Static<typeof CheckInPhone>;

/** `POST /api/v1/office/check-ins/lists`: on or off by hand, or somebody put on it or taken off. */
export const ListOrder = Document({
  list: CheckInListKind,
  on: optional(Type.Boolean()),
  add: optional(RegistryId),
  remove: optional(RegistryId),
});
export type ListOrder = Static<typeof ListOrder>;

/**
 * `POST /api/v1/weather-warnings`, in the words of CAP. `event`: 高温, 寒潮, heat, cold …; `level`: a colour, or CAP's severity. `onset`: absent: at once. `msgType`: `Cancel` ends it. `district`: absent: all
 * of this installation.
 */
export const WeatherWarning = Document({
  identifier: Type.String({ minLength: 1, maxLength: 120 }),
  event: Type.String({ minLength: 1, maxLength: 80 }),
  level: Type.String({ minLength: 1, maxLength: 20 }),
  onset: optional(Type.String({ maxLength: 40 })),
  expires: Type.String({ maxLength: 40 }),
  area: optional(Type.String({ minLength: 1, maxLength: 200 })),
  msgType: optional(Type.Enum(['Alert', 'Update', 'Cancel'])),
  district: optional(RegistryId),
});
export type WeatherWarning = Static<typeof WeatherWarning>;

/** What it did. `change`: `none` where the policy, or a human's hand, has it otherwise, or where it is neither heat nor cold. */
export const WarningAnswer = Type.Object({
  districts: Type.Array(
    Type.Object({ id: Type.String(), list: optional(CheckInListKind), change: Type.Enum(['on', 'off', 'none']) }),
  ),
});
export type WarningAnswer = Static<typeof WarningAnswer>;
