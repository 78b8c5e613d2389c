// What a contact of a resident sees and may say, by the resident's consent: whether the button is alive, how a call stands, and nothing
// else (docs/decisions/037). No name of whoever comes, no illness, no door, no word of the log.
import { type Static, Type } from 'typebox';
import { IncidentIdSchema, SenderId } from '../ids.ts';
import { Document, Instant, optional } from '../shapes.ts';

/**
 * `alive`: heard of within the time that the district gives its devices. `silent`: longer ago, or never. `none`: there is no button.
 * Of several the one that was heard last.
 */
export const ButtonView = Type.Object({
  state: Type.Enum(['alive', 'silent', 'none']),
  heardAt: optional(Instant),
  battery: optional(Type.Integer({ minimum: 0, maximum: 100 })),
  batteryLow: optional(Type.Literal(true)),
});
export type ButtonView = Static<typeof ButtonView>;

/** Where a call stands. `left`: somebody has been there and has gone. */
export const FamilyStep = Type.Enum(['received', 'coming', 'there', 'left', 'ended']);
export type FamilyStep = Static<typeof FamilyStep>;
/** How it ended, as far as a page may say it. `ask`: that is for a human to say. */
export const FamilyOutcome = Type.Enum(['helped', 'by_mistake', 'device', 'nobody_home', 'ask']);
export type FamilyOutcome = Static<typeof FamilyOutcome>;

export const FamilyCall = Type.Object({
  id: IncidentIdSchema,
  since: Instant,
  step: FamilyStep,
  outcome: optional(FamilyOutcome),
  endedAt: optional(Instant),
});
export type FamilyCall = Static<typeof FamilyCall>;

/** `person`: what the resident is called. `call`: the one that is open, else the last one of a day. */
export const FamilyView = Type.Object({
  person: Type.String(),
  button: ButtonView,
  away: optional(Type.Object({ since: Instant, until: optional(Instant) })),
  call: optional(FamilyCall),
});
export type FamilyView = Static<typeof FamilyView>;

/** `POST /api/v1/my/words`: a note for the officer. The id makes a repeat harmless. */
export const FamilyWord = Document({
  id: SenderId,
  incident: IncidentIdSchema,
  word: Type.Enum(['coming', 'has_key']),
  minutes: optional(Type.Integer({ minimum: 1, maximum: 600, description: 'until they are there' })),
});
export type FamilyWord = Static<typeof FamilyWord>;

/** `POST /api/v1/my/away`. Without `from` from now on; without `until` until somebody says that they are home. */
export const FamilyAway = Document({
  away: Type.Boolean(),
  from: optional(Instant),
  until: optional(Instant),
});
export type FamilyAway = Static<typeof FamilyAway>;
