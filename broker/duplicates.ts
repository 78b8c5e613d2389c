// aedes drops messages as duplicates that are none: publish(qos1) and publish(qos0) in one tick lost 200 of 200
// (moscajs/aedes #955, #994). Cure: its table of what a client has seen always answers 0. Touches a private field.
import type { Client } from 'aedes';

/** Turns aedes's de-duplication off for this client. */
export function neverCallDuplicate(client: Client): void {
  if (!('duplicates' in client)) throw new Error('this aedes has no client.duplicates: read broker/duplicates.ts');
  client.duplicates = new Proxy({}, { get: () => 0, set: () => true });
}
