// What an officer may ask of an incident. The id makes a repeat harmless.
import { type Static, Type } from 'typebox';
import { SenderId } from './ids.ts';

export const Disposition = Type.Enum([
  'helped',
  'taken_to_hospital',
  'false_alarm',
  'test',
  'device_fault',
  'no_one_home',
  'duplicate',
  'died',
  'other',
]);
export type Disposition = Static<typeof Disposition>;

const words = Type.String({ minLength: 1, maxLength: 2_000 });

export const Command = Type.Union([
  Type.Object({ id: SenderId, command: Type.Literal('acknowledge') }),
  Type.Object({ id: SenderId, command: Type.Literal('note'), text: words }),
  Type.Object({
    id: SenderId,
    command: Type.Literal('assign'),
    responder: Type.String({ maxLength: 64 }),
    track: Type.Optional(Type.Enum(['grid', 'health'])),
  }),
  Type.Object({ id: SenderId, command: Type.Literal('withdraw'), leg: Type.String({ maxLength: 16 }) }),
  Type.Object({
    id: SenderId,
    command: Type.Literal('told'),
    leg: Type.String({ maxLength: 16, description: 'the officer told this person by voice; counts as their receipt' }),
  }),
  Type.Object({
    id: SenderId,
    command: Type.Literal('close'),
    disposition: Disposition,
    text: Type.Optional(words),
  }),
]);
export type Command = Static<typeof Command>;
