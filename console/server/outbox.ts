// What would have been sent outside, where no gateway is configured. It holds people's telephone numbers.
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { OutboxAnswer } from '../../contracts/api.ts';
import { everybody } from '../../contracts/audit.ts';
import { readOutbox } from '../../store/outbox.ts';
import { iso } from './clock.ts';
import { whoAsks } from './doors.ts';
import { showing } from './shown.ts';

const atMost = 500;

export function addOutbox(app: FastifyInstance, { redis }: { redis: Redis }): void {
  app.get(
    '/api/v1/outbox',
    {
      config: { right: 'outbox.read' },
      schema: {
        summary: 'what would have been sent outside, newest first; for administrators',
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: atMost })) }),
        response: { 200: OutboxAnswer },
      },
    },
    async (request) => {
      const { me } = whoAsks(request);
      const { limit = 100 } = request.query as { limit?: number };
      const recorded = await readOutbox(redis, limit);
      // Alarms concern the whole installation; people's messages only their own district.
      const ours = recorded.filter(({ message }) => message.kind === 'alarm' || message.district === me.district);
      const persons = ours.some(({ message }) => message.kind !== 'alarm');
      showing(request, { residents: persons ? [everybody] : [], purpose: 'administration' });
      return { messages: ours.map(({ at, message }) => ({ at: iso(at), message })) };
    },
  );
}
