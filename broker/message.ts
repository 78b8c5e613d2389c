// Reads what is no press: a reply, a heartbeat, a position. Undefined: not readable; the caller decides what that costs.
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { SenderId } from '../contracts/ids.ts';
import { DutySwitch, Health, Position, Reply } from '../contracts/messages.ts';

/** A reader of one kind of message. */
type Reader<T> = (payload: Buffer) => T | undefined;

/** What no reply can do without. */
const BareReply = Type.Pick(Reply, ['id', 'delivery', 'incident', 'leg', 'reply', 'at', 'text']);
const readWholeReply: Reader<Reply> = reader(Reply);
const readBareReply: Reader<Static<typeof BareReply>> = reader(BareReply);

/** `r/{responder}/reply`. A reason or a finding that we do not know costs itself, never the answer. */
export const readReply: Reader<Reply> = (payload) => {
  const whole = readWholeReply(payload);
  if (whole) return whole;
  const bare = readBareReply(payload);
  if (!bare) return undefined;
  const { id, delivery, incident, leg, reply, at, text } = bare;
  return {
    id,
    incident,
    leg,
    reply,
    ...(delivery === undefined ? {} : { delivery }),
    ...(at === undefined ? {} : { at }),
    ...(text === undefined ? {} : { text }),
  };
};
/** `r/{responder}/duty` */
export const readDuty: Reader<DutySwitch> = reader(DutySwitch);
/** `d/{canary}/press` */
export const readCanary: Reader<{ id: string }> = reader(Type.Object({ id: SenderId }));
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
