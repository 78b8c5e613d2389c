// What would have been sent outside, where no gateway is configured. It holds people's telephone numbers.
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { OutboxAnswer } from '../../contracts/api.ts';
import { readOutbox } from '../../store/outbox.ts';
import { iso } from './clock.ts';
import { only } from './session.ts';

const atMost = 500;

export function addOutbox(app: FastifyInstance, { redis }: { redis: Redis }): void {
  app.get(
    '/api/v1/outbox',
    {
      schema: {
        summary: 'what would have been sent outside, newest first; for administrators',
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: atMost })) }),
        response: { 200: OutboxAnswer },
      },
    },
    async (request) => {
      const me = only(request, 'administrator');
      const { limit = 100 } = request.query as { limit?: number };
      const recorded = await readOutbox(redis, limit);
      // Alarms concern the whole installation; people's messages only their own district.
      const ours = recorded.filter(({ message }) => message.kind === 'alarm' || message.district === me.district);
      return { messages: ours.map(({ at, message }) => ({ at: iso(at), message })) };
    },
  );
}
