import { describe, expect, it } from 'vitest';
import type { IncidentId } from '../contracts/ids.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import { readInput } from '../contracts/incident/inputs.ts';
import { gatewayReplyId } from '../store/gatewayReplyId.ts';
import { receiptOf } from './receipt.ts';

const message = (delivery: string): InboxMessage => ({
  delivery,
  kind: 'offer',
  district: 'd',
  incident: '0000000000-0-s00' as IncidentId,
  number: 1,
  leg: 'L1',
  revision: 57,
  track: 'grid',
  priority: 1,
  call: 'sos',
  active: false,
});
const deliveries = [
  '0000000000-0-s00/L1/3',
  'group/y1/57',
  'group/*g1/57',
  'group/*g1+120/57',
  'group/?/57',
  `group/*${'a'.repeat(64)}+120/999999999999999`,
];

describe('the receipt that a gateway gives at once', () => {
  it.each(deliveries)('of %s is an input that can be read', (delivery) => {
    const receipt = receiptOf(message(delivery), 'wang-g1');
    expect(readInput(JSON.stringify(receipt))).toEqual(receipt);
    const longest = gatewayReplyId({ delivery, reply: 'decline', id: 'x'.repeat(12) });
    expect(longest).toMatch(/^[A-Za-z0-9._:-]{1,64}$/);
  });

  it('has an id of its own for each delivery', () => {
    const ids = [...deliveries, 'group/*g1/58', 'group/g1/57'].map((delivery) => receiptOf(message(delivery), 'w'));
    expect(new Set(ids.map((input) => JSON.stringify(input.kind === 'reply' && input.reply.id))).size).toBe(8);
  });
});
