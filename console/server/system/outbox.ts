// What would have been sent outside, where no gateway is configured. It holds people's telephone numbers: masked, unless somebody
// says why they must read them, which is written down.

import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { maskedPhone } from '../../../contracts/incident/needToKnow.ts';
import { iso } from '../../../contracts/iso.ts';
import { everybody } from '../../../contracts/session/audit.ts';
import { OutboxAnswer, OutboxReveal } from '../../../contracts/system/views.ts';
import { type Recorded, readOutbox } from '../../../store/outbox.ts';
import { type App, route } from '../resource.ts';
import { whoAsks } from '../session/doors.ts';
import { showing } from '../session/shown.ts';

const atMost = 500;
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: atMost }));

export function addOutbox(app: App, { redis }: { redis: Redis }): void {
  const listAsks = route(
    'outbox.read',
    'what would have been sent outside, newest first, numbers masked; for administrators',
    { querystring: Type.Object({ limit: Limit }), response: { 200: OutboxAnswer } },
  );
  app.get('/api/v1/outbox', listAsks, async (request) => {
    const ours = await oursOf(request, request.query.limit);
    showing(request, { residents: whom(ours), purpose: 'administration' });
    return answer(ours.map(masked));
  });

  const numbersAsks = route('outbox.reveal', 'the same with the numbers in full; written down with the reason', {
    body: OutboxReveal,
    response: { 200: OutboxAnswer },
  });
  app.post('/api/v1/outbox/numbers', numbersAsks, async (request) => {
    const { limit, why } = request.body;
    const ours = await oursOf(request, limit);
    showing(request, { residents: whom(ours), purpose: 'break_glass', broken: { words: why } });
    return answer(ours);
  });

  /** Alarms concern the whole installation; people's messages only their own district. */
  async function oursOf(request: FastifyRequest, limit = 100): Promise<Recorded[]> {
    const { me } = whoAsks(request);
    const recorded = await readOutbox(redis, limit);
    return recorded.filter(({ message }) => message.kind === 'alarm' || message.district === me.district);
  }
}

const whom = (recorded: readonly Recorded[]): string[] =>
  recorded.some(({ message }) => message.kind !== 'alarm') ? [everybody] : [];

const answer = (recorded: readonly Recorded[]): OutboxAnswer => ({
  messages: recorded.map(({ at, message }) => ({ at: iso(at), message })),
});

function masked({ at, message }: Recorded): Recorded {
  if (message.kind === 'alarm') return { at, message };
  const phone = maskedPhone(message.recipient.phone);
  if (message.kind === 'check_in') return { at, message: { ...message, recipient: { ...message.recipient, phone } } };
  return { at, message: { ...message, recipient: { ...message.recipient, phone } } };
}
