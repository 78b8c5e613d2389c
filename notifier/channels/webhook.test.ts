import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { GatewayDispatch } from '../../contracts/system/gateway.ts';
import { isSigned } from '../../signing/signature.ts';
import { type Behaviour, conforms } from '../../test/conformance/channel.ts';
import { FakeGateway, type Manner } from '../../test/fakeGateway.ts';
import { webhook } from './webhook.ts';

const secret = 'a secret of sixteen or more';
const manners: Record<Behaviour, Manner> = {
  take: { status: 202 },
  receipt: { status: 200, body: '{"receipt":true}' },
  hang: 'hang',
  fail: { status: 503 },
  refuse: { status: 422 },
  misconfigured: { status: 401 },
};

conforms('webhook', {
  reaches: true,
  make: async () => {
    const gateway = await FakeGateway.start();
    return {
      channel: webhook({ url: gateway.url, secret }),
      behave: (as) => {
        gateway.manner = ({ message }) => manners[as(message)];
      },
      arrived: async () => gateway.messages,
      goAway: () => gateway.goAway(),
      comeBack: () => gateway.comeBack(),
      stop: () => gateway.goAway(),
    };
  },
});

describe('a webhook', () => {
  let gateway: FakeGateway;
  beforeEach(async () => {
    gateway = await FakeGateway.start();
  });
  afterEach(() => gateway.goAway());

  const message = { delivery: 'I/L1/2', kind: 'offer', text: { zh: '号警情', en: '' } } as unknown as GatewayDispatch;
  const deliver = (manner: Manner, signal = new AbortController().signal) => {
    gateway.manner = () => manner;
    return webhook({ url: gateway.url, secret }, () => 1_800_000_000_000).deliver(message, signal);
  };

  it('signs the bytes that it sends, and names the delivery', async () => {
    await deliver({ status: 200 });
    const [arrived] = gateway.arrived;
    const header = String(arrived?.headers['x-yjt-signature']);
    expect(isSigned({ header, body: arrived?.body ?? '' }, secret, 1_800_000_000, 1)).toBe(true);
    expect(isSigned({ header, body: `${arrived?.body} ` }, secret, 1_800_000_000, 1)).toBe(false);
    expect(arrived?.headers['idempotency-key']).toBe('I/L1/2');
    expect(arrived?.headers['content-type']).toBe('application/json');
  });

  it.each<{ answer: string; manner: Manner; outcome: object }>([
    { answer: '202', manner: { status: 202 }, outcome: { kind: 'accepted' } },
    { answer: '200 with a receipt', manner: manners.receipt, outcome: { kind: 'received' } },
    {
      answer: '200 and "receipt": false',
      manner: { status: 200, body: '{"receipt":false}' },
      outcome: { kind: 'accepted' },
    },
    { answer: '200 and plain words', manner: { status: 200, body: 'OK' }, outcome: { kind: 'accepted' } },
    {
      answer: '200 and a megabyte',
      manner: { status: 200, body: `{"receipt":true,"x":"${'x'.repeat(1_000_000)}"}` },
      outcome: { kind: 'accepted' },
    },
    { answer: '408', manner: { status: 408 }, outcome: { kind: 'failed', blame: 'recipient' } },
    { answer: '425', manner: { status: 425 }, outcome: { kind: 'failed' } },
    {
      answer: '429 with a pause',
      manner: { status: 429, headers: { 'retry-after': '7' } },
      outcome: { kind: 'failed', retryAfterMs: 7_000 },
    },
    { answer: '500', manner: { status: 500 }, outcome: { kind: 'failed', why: 'HTTP 500' } },
    { answer: 'a broken connection', manner: 'drop', outcome: { kind: 'failed', blame: 'recipient' } },
    { answer: '400', manner: { status: 400 }, outcome: { kind: 'refused' } },
    { answer: '422', manner: { status: 422 }, outcome: { kind: 'refused' } },
    ...[401, 403, 404, 405, 410].map((status) => ({
      answer: String(status),
      manner: { status },
      outcome: { kind: 'failed', blame: 'gateway', untilMended: true },
    })),
  ])('takes $answer for $outcome', async ({ manner, outcome }) => {
    expect(await deliver(manner)).toMatchObject(outcome);
  });

  it('does not follow a redirect: it would carry telephone numbers elsewhere', async () => {
    const elsewhere = await FakeGateway.start();
    const outcome = await deliver({ status: 307, headers: { location: elsewhere.url } });
    await elsewhere.goAway();
    expect(outcome).toMatchObject({ kind: 'failed', blame: 'gateway', untilMended: true });
    expect(elsewhere.arrived).toEqual([]);
  });

  it('blames a gateway that nobody can connect to, and does not say its address', async () => {
    await gateway.goAway();
    expect(await deliver({ status: 200 })).toEqual({ kind: 'failed', why: 'ECONNREFUSED', blame: 'gateway' });
  });

  it('lets go of a try that is called off', async () => {
    const calledOff = new AbortController();
    const trying = deliver('hang', calledOff.signal);
    calledOff.abort();
    expect(await trying).toMatchObject({ kind: 'failed' });
  });
});
