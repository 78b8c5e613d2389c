// A CONNECT as we let it through. Nothing rests on a session that a broker remembers (DESIGN "Out"), so every session is
// a clean one; a will would be spoken for a device that has long been back (facts, aedes 10), so it is dropped; and the
// client id is ours, because whoever chooses another's id would throw that one out.
import { randomBytes } from 'node:crypto';

/** Changes the packet in place, before aedes reads it. */
export function makeHarmless(packet: { clientId: string; clean?: boolean; will?: unknown }): void {
  // What waits for a session that is kept does not say any more who published it: authorizeForward would let it pass to a gateway, which obeys it.
  packet.clean = true;
  packet.clientId = randomBytes(10).toString('hex'); // MQTT 3.1 allows 23 characters
  delete packet.will;
}
