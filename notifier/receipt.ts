// A receipt that a gateway gave at once becomes an input like any other: only the decision removes the message.

import type { InboxMessage } from '../contracts/incident/inbox.ts';
import type { Input } from '../contracts/incident/inputs.ts';
import { gatewayReplyId } from '../store/gatewayReplyId.ts';

/** The input that confirms exactly this revision; the same when it is made again, so that a repeat changes nothing. */
export function receiptOf({ delivery, district, incident, leg }: InboxMessage, responder: string): Input {
  const id = gatewayReplyId({ delivery, reply: 'receipt' });
  return { v: 1, kind: 'reply', district, responder, reply: { id, delivery, incident, leg, reply: 'receipt' } };
}
