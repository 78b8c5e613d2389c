// 平安签到: what a resident has agreed to, and what the policy says of it (docs/decisions/047).
import { type Static, Type } from 'typebox';
import { Document } from '../shapes.ts';
import { TimeOfDay } from './hours.ts';

/** What may count as a sign of life of a person: a press of any kind, a motion detector, a door contact. Never a heartbeat of a device. */
export const SignKind = Type.Enum(['press', 'motion', 'door']);
export type SignKind = Static<typeof SignKind>;

/** In the order of a week, as RFC 5545 writes them. */
export const Weekday = Type.Enum(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']);
export type Weekday = Static<typeof Weekday>;

/** By what the resident wants to be asked before anybody comes. `contacts`: those who have agreed to be told when a call is opened. */
export const CheckInAsks = Type.Enum(['device', 'phone', 'contacts']);
export type CheckInAsks = Static<typeof CheckInAsks>;

/**
 * A daily sign of life. `by`: until when, by the district's clock. `graceMinutes`: so much later somebody asks. `signs`: what counts; absent: anything.
 * `days`: absent: every day. `asks`: absent: the device.
 */
export const CheckIn = Document({
  by: Type.Array(TimeOfDay, { minItems: 1, maxItems: 4, uniqueItems: true }),
  graceMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 720 })),
  signs: Type.Optional(Type.Array(SignKind, { minItems: 1, uniqueItems: true })),
  days: Type.Optional(Type.Array(Weekday, { minItems: 1, uniqueItems: true })),
  asks: Type.Optional(Type.Array(CheckInAsks, { uniqueItems: true })),
});
export type CheckIn = Static<typeof CheckIn>;

/** What an agreement that does not say so has. An hour: breakfast is late now and then. */
export const graceMinutesOf = ({ graceMinutes = 60 }: Pick<CheckIn, 'graceMinutes'>): number => graceMinutes;
export const asksOf = ({ asks = ['device'] }: Pick<CheckIn, 'asks'>): readonly CheckInAsks[] => asks;

/** The colours of 中国气象局, the mildest first. */
export const WarningLevel = Type.Enum(['blue', 'yellow', 'orange', 'red']);
export type WarningLevel = Static<typeof WarningLevel>;

/**
 * `dayBegins`: signs before it are of the night before. `askedMinutes`: so long after somebody was asked the call is opened. `unknownMinutes`: so long nobody needs to know
 * before a human is asked. `extraBy`: when whoever is on a list that is on is asked once more. `warningFrom`: from which colour on a warning switches a list on; none: never.
 */
export const CheckInRule = Document({
  dayBegins: Type.Optional(TimeOfDay),
  askedMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 720 })),
  unknownMinutes: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_440 })),
  extraBy: Type.Optional(TimeOfDay),
  warningFrom: Type.Optional(Type.Enum([...WarningLevel.enum, 'none'])),
});
export type CheckInRule = Required<Static<typeof CheckInRule>>;

/** What a policy that does not say so is given. */
export const checkInRuleOf = ({ checkIns = {} }: { checkIns?: Static<typeof CheckInRule> }): CheckInRule => ({
  dayBegins: '04:00',
  askedMinutes: 15,
  unknownMinutes: 120,
  extraBy: '16:00',
  warningFrom: 'orange',
  ...checkIns,
});
