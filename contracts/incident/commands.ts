// What an officer may ask of an incident. The id makes a repeat harmless. `seen`: the event number that the officer's page
// showed; when another officer has acted since, the command is refused and says who.
import { type Static, type TProperties, Type } from 'typebox';
import { IncidentIdSchema, SenderId } from '../ids.ts';
import { LonLat } from '../position.ts';
import { Disposition } from '../terms.ts';

const words = Type.String({ minLength: 1, maxLength: 2_000 });
const LegRef = Type.String({ maxLength: 16 });
const ResponderRef = Type.String({ maxLength: 64 });

const command = <Name extends string, P extends TProperties>(name: Name, fields: P) =>
  Type.Object({
    id: SenderId,
    command: Type.Literal(name),
    seen: Type.Optional(Type.Integer({ minimum: 1 })),
    ...fields,
  });

export const Command = Type.Union([
  command('acknowledge', {}),
  /** Another officer has it; from now on it is mine. */
  command('take_over', {}),
  command('note', { text: words }),
  command('assign', { responder: ResponderRef, track: Type.Optional(Type.Enum(['grid', 'health'])) }),
  /** One person instead of another, in one step. */
  command('swap', { leg: LegRef, responder: ResponderRef }),
  command('withdraw', { leg: LegRef }),
  /** The officer told this person by voice: counts as their receipt. */
  command('told', { leg: LegRef }),
  command('priority', { priority: Type.Enum([1, 2, 3]), text: words }),
  /** This incident goes into another, which is worked on for both. */
  command('merge', { into: IncidentIdSchema }),
  /** Undoes a merge: `incident` is worked on by itself again. */
  command('split', { incident: IncidentIdSchema }),
  /** A human called 120; `at` ISO 8601, now when left out; `reference` is what the dispatcher there gave. */
  command('call_120', {
    at: Type.Optional(Type.String({ maxLength: 40 })),
    reference: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  /** The officer has told a contact of the resident. */
  command('contact_told', { resident: ResponderRef, contact: Type.Integer({ minimum: 0, maximum: 99 }) }),
  /** What whoever is on the way should do or watch for; `leg`: for one of them alone. */
  command('advise', { text: words, leg: Type.Optional(LegRef) }),
  /** A human called 119 or 110; 120 has a command of its own. */
  command('outside_called', {
    number: Type.Enum(['119', '110']),
    at: Type.Optional(Type.String({ maxLength: 40 })),
    text: Type.Optional(words),
  }),
  /** What the ambulance is told: who waits at the gate, which hospital, who goes along. */
  command('ambulance_hand_over', {
    gate: Type.Optional(words),
    hospital: Type.Optional(words),
    companion: Type.Optional(words),
  }),
  /** The resident was called back. */
  command('call_back', { outcome: Type.Enum(['spoke', 'no_answer', 'cannot_speak']), text: Type.Optional(words) }),
  /** A need is taken back, with a reason. */
  command('end_need', { need: Type.String({ maxLength: 32 }), text: words }),
  /** It may wait until then (ISO 8601): for P3 alone, and only once a human has spoken with the resident. */
  command('wait', { until: Type.String({ maxLength: 40 }), text: words }),
  /** What waits is asked for now. */
  command('ask_now', {}),
  /** The officer has spoken with somebody on the way: they come. */
  command('confirm', { leg: LegRef, text: Type.Optional(words) }),
  /** Help must go there instead: another home, or a position in WGS-84 degrees. */
  command('place', {
    home: Type.Optional(ResponderRef),
    position: Type.Optional(LonLat),
    text: Type.Optional(words),
  }),
  /** Another officer shall have it; it is theirs with their `take_over`. */
  command('hand_over', { to: ResponderRef }),
  /** Why nobody acknowledged it in time. */
  command('reason', { text: words }),
  /** After closing: the person was seen, or is home again. */
  command('aftercare_done', { text: Type.Optional(words) }),
  command('close', { disposition: Disposition, text: Type.Optional(words) }),
  command('reopen', { text: words }),
]);
export type Command = Static<typeof Command>;
