import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errors } from '../../../contracts/errors.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { sign } from '../../../signing/signature.ts';
import { Outside } from '../../../test/outside.ts';
import { Refused, refusal } from '../refusal.ts';
import type { App } from '../resource.ts';
import { addGatewayReplies, type GatewayParts } from './gatewayReplies.ts';

const secret = 'a secret of sixteen or more';

describe('what a gateway sends back of a group', () => {
  let outside: Outside;
  let app: App;
  beforeEach(async () => {
    outside = await Outside.start();
    const leg = { id: 'L1', responder: 'wang-g1', group: '*g1', channels: ['app', 'webhook'] };
    const legs = [leg, { ...leg, id: 'L2', responder: 'li-g2' }, { ...leg, id: 'L3', group: 'y1', channels: ['app'] }];
    const incident = { id: outside.message(1, 'wang-g1').incident, legs: legs as Leg[] } as Incident;
    app = Fastify();
    app.setErrorHandler((error, _request, reply) =>
      error instanceof Refused
        ? reply.code(errors[error.code].status).send(refusal(error.code, 'en'))
        : reply.send(error),
    );
    addGatewayReplies(app, {
      redis: outside.redis,
      registry: outside.registry,
      live: {
        shown: () => [incident],
        result: async () => '{"at":1,"outcome":"recorded","what":"group_reply"}',
      } as never,
      clock: { now: () => Date.now() } as GatewayParts['clock'],
      replicas: 0,
      gatewaySecret: secret,
    });
  });
  afterEach(async () => {
    await app.close();
    await outside.stop();
  });

  async function answer(reply: object): Promise<string | undefined> {
    const body = JSON.stringify(reply);
    const headers = { 'x-yjt-signature': sign(body, secret, Math.floor(Date.now() / 1000)) };
    const response = await app.inject({ method: 'POST', url: '/api/v1/receipts', headers, body });
    const said = response.json<{ outcome?: string; error?: string }>();
    return said.outcome ?? said.error;
  }

  it('becomes an answer to the delivery that the decision knows, of each person for themselves', async () => {
    for (const responder of ['wang-g1', 'li-g2'])
      expect(await answer({ delivery: `group/${responder}/*g1/57`, responder, reply: 'accept' })).toBe('applied');
    expect(await outside.replies()).toMatchObject([
      { responder: 'wang-g1', delivery: 'group/*g1/57', leg: 'L1', reply: 'accept' },
      { responder: 'li-g2', delivery: 'group/*g1/57', leg: 'L2', reply: 'accept' },
    ]);
  });

  it('counts whatever else is odd in it', async () => {
    const word = { delivery: 'group/wang-g1/*g1/57', responder: 'wang-g1', reply: 'decline' };
    expect(await answer({ ...word, reason: 'rain', at: 7, id: 'no id at all' })).toBe('applied');
    expect(await outside.replies()).toMatchObject([{ responder: 'wang-g1', reply: 'decline' }]);
    expect(await answer({ ...word, reply: 'perhaps' })).toBe('bad_request');
  });

  it.each([
    { what: 'of another person', delivery: 'group/li-g2/*g1/57' },
    { what: 'that this person is not in', delivery: 'group/wang-g1/*g2/57' },
    { what: 'that was not told through it', delivery: 'group/wang-g1/y1/57' },
  ])('is refused for a group $what', async ({ delivery }) => {
    expect(await answer({ delivery, responder: 'wang-g1', reply: 'receipt' })).toBe('not_through_you');
    expect(await outside.replies()).toEqual([]);
  });
});
