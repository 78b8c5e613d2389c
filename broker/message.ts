// Reads what is no press: a reply, a heartbeat, a position. Undefined: not readable; the caller decides what that costs.
import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Health, Position, Reply } from '../contracts/messages.ts';

/** A reader of one kind of message. */
type Reader<T> = (payload: Buffer) => T | undefined;

/** `r/{responder}/reply` */
export const readReply: Reader<Reply> = reader(Reply);
/** `d/{device}/health` */
export const readHealth: Reader<Health> = reader(Health);
/** `r/{responder}/position` */
export const readPosition: Reader<Position> = reader(Position);

function reader<Schema extends TSchema>(schema: Schema): Reader<Static<Schema>> {
  const compiled = Compile(schema);
  return (payload) => {
    try {
      const value: unknown = JSON.parse(payload.toString('utf8'));
      return compiled.Check(value) ? (value as Static<Schema>) : undefined;
    } catch {
      return undefined; // the caller logs it
    }
  };
}
