import { expect, it } from 'vitest';
import { MadeIds } from './redelivered.ts';

const body = Buffer.from('{"kind":"service"}');
let now = 0;
const ids = (): MadeIds => new MadeIds(() => now);

it('the same packet again has the id that was made for it', () => {
  const made = ids();
  const first = made.idFor('btn-1', { dup: false, messageId: 7 }, body);
  made.idFor('btn-1', { dup: false, messageId: 8 }, body);
  expect(made.idFor('btn-1', { dup: true, messageId: 7 }, body)).toBe(first);
  expect(made.idFor('btn-1', { dup: true, messageId: 7 }, body), 'however often').toBe(first);
});

it.each([
  { is: 'not marked as sent again', packet: { dup: false, messageId: 7 }, device: 'btn-1', text: '{"kind":"service"}' },
  { is: 'of another packet', packet: { dup: true, messageId: 9 }, device: 'btn-1', text: '{"kind":"service"}' },
  { is: 'of another device', packet: { dup: true, messageId: 7 }, device: 'btn-2', text: '{"kind":"service"}' },
  { is: 'another word', packet: { dup: true, messageId: 7 }, device: 'btn-1', text: '{"kind":"sos"}' },
  { is: 'sent at QoS 0', packet: { dup: false }, device: 'btn-1', text: '{"kind":"service"}' },
])('a press that is $is is another press', ({ packet, device, text }) => {
  const made = ids();
  const first = made.idFor('btn-1', { dup: false, messageId: 7 }, body);
  expect(made.idFor(device, packet, Buffer.from(text))).not.toBe(first);
});

it('what came long ago is forgotten, and memory is bounded', () => {
  const made = ids();
  const first = made.idFor('btn-1', { messageId: 1 }, body);
  now += 16 * 60_000;
  expect(made.idFor('btn-1', { dup: true, messageId: 1 }, body)).not.toBe(first);
  const early = made.idFor('btn-2', { messageId: 1 }, body);
  for (let messageId = 2; messageId < 20; messageId++) made.idFor('btn-2', { messageId }, body);
  expect(made.idFor('btn-2', { dup: true, messageId: 1 }, body)).not.toBe(early);
});
