// What a gateway sent back, as an input, has an id that is made of it: a repeat is the same input.
import { createHash } from 'node:crypto';
import { readGroupDelivery } from '../contracts/incident/groups.ts';
import type { GatewayReply } from '../contracts/system/gateway.ts';

/**
 * The id of such an answer as an input: the same for a repeat, whichever way it came in. Of a group's delivery only a digest
 * fits: its name has characters that no sender's id may have, and may be longer than one.
 * @param delivery as the inbox names it
 */
export function gatewayReplyId({ delivery, reply, id }: Pick<GatewayReply, 'delivery' | 'reply' | 'id'>): string {
  const named =
    readGroupDelivery(delivery) === undefined ? delivery.replaceAll('/', '.') : `group.${digestOf(delivery)}`;
  return [named, reply, ...(id === undefined ? [] : [id])].join(':').slice(0, 64);
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);
