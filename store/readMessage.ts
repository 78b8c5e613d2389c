// Reads what is no press, whichever door it comes in by: a reply, a heartbeat, a position. Undefined: not readable; the caller
// decides what that costs.
import { type Static, type TObject, Type } from 'typebox';
import { SenderId } from '../contracts/ids.ts';
import { Health, Position, Reply } from '../contracts/incident/messages.ts';
import { DutySwitch } from '../contracts/office/dutySwitch.ts';
import { GatewayReply } from '../contracts/system/gateway.ts';
import { lenientReader, parseLeniently, type Read } from './leniency.ts';

/** A reader of one kind of message. */
type Reader<Schema extends TObject> = (payload: Buffer) => Read<Static<Schema>> | undefined;

/** `r/{responder}/reply`. A reason or a finding that we do not know costs itself, never the answer. */
export const readReply = reader(Reply);
/** `r/{responder}/duty` */
export const readDuty = reader(DutySwitch);
/** `d/{canary}/press` */
export const readCanary = reader(Type.Object({ id: SenderId }));
/** What a gateway says of somebody whom it has told. */
export const readGatewayReply = reader(GatewayReply);
/** `d/{device}/health` */
export const readHealth = reader(Health);
/** `r/{responder}/position` */
export const readPosition = reader(Position);

function reader<Schema extends TObject>(schema: Schema): Reader<Schema> {
  const read = lenientReader(schema);
  return (payload) => {
    const parsed = parseLeniently(payload);
    // What was cut off may have said something else: only a press is believed by half.
    return parsed === undefined || parsed.how === 'cut' ? undefined : read(parsed.json);
  };
}
