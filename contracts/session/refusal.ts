// Every refusal of an HTTP door.
import { type Static, Type } from 'typebox';
import { optional } from '../shapes.ts';
import { SecondFactor } from './signIn.ts';

/** Every refusal: a code of contracts/errors.ts, a sentence for the reader, and the field where one is to blame. */
export const Refusal = Type.Object({
  error: Type.String(),
  message: Type.String(),
  field: optional(Type.String()),
  who: optional(Type.String({ description: 'the officer who was faster' })),
  second: optional(SecondFactor),
});
export type Refusal = Static<typeof Refusal>;
