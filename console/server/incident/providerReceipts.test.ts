import Fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errors } from '../../../contracts/errors.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import { type Correlated, keepCorrelation, theirIdOf } from '../../../store/correlations.ts';
import { Outside } from '../../../test/outside.ts';
import { Refused, refusal } from '../refusal.ts';
import type { App } from '../resource.ts';
import { addProviderReceipts } from './providerReceipts.ts';

/** 15:00 in Beijing. */
const now = Date.UTC(2026, 0, 5, 7);
const secret = 'twenty-four-characters-or-more';

describe('what a provider of SMS or calls reports', () => {
  let outside: Outside;
  let app: App;
  beforeEach(async () => {
    outside = await Outside.start();
    const leg = { id: 'L1', responder: 'wang-g1', group: '*g1', channels: ['app', 'sms', 'voice'] };
    const legs = [leg, { ...leg, id: 'L2', responder: 'li-g2', channels: ['app'] }];
    const incident = { id: outside.message(1, 'wang-g1').incident, legs: legs as Leg[] } as Incident;
    app = Fastify({ bodyLimit: 1024 });
    app.setErrorHandler((error, _request, reply) =>
      error instanceof Refused
        ? reply.code(errors[error.code].status).send(refusal(error.code, 'en'))
        : reply.send(error),
    );
    addProviderReceipts(app, {
      redis: outside.redis,
      registry: outside.registry,
      live: { shown: () => [incident] } as never,
      replicas: 0,
      clock: { now: () => now },
      receiptsSecret: secret,
    });
  });
  afterEach(async () => {
    await app.close();
    await outside.stop();
  });

  type Kept = Partial<Omit<Correlated, 'keys'>> & { asksForKeys?: boolean };
  const known = (id: string, { asksForKeys = true, ...more }: Kept = {}) =>
    keepCorrelation(outside.redis, id, {
      delivery: 'group/wang-g1/*g1/57',
      responder: 'wang-g1',
      channel: 'voice',
      gateway: 'aliyun_voice',
      kind: 'offer',
      ...(asksForKeys ? { keys: true as const } : {}),
      ...more,
    });
  const post = async (provider: string, body: unknown, given = secret) => {
    const url = `/api/v1/receipts/${provider}/${encodeURIComponent(given)}`;
    const response = await app.inject({ method: 'POST', url, body: JSON.stringify(body) });
    return { status: response.statusCode, said: response.json<object>() };
  };
  const pressed = (dtmf?: string) => [{ out_id: 'y1', call_id: 'c', status_code: '200000', ...(dtmf && { dtmf }) }];
  const words = async () =>
    (await outside.replies()).map(({ responder, leg, reply }) => `${responder} ${leg} ${reply}`);

  it.each([
    { key: '1', word: 'accept' },
    { key: '2', word: 'receipt' },
    { key: '21', word: 'accept' },
    { key: '1#', word: 'accept' },
    { key: '12', word: 'accept' },
    { key: '7', word: 'receipt' },
    { key: undefined, word: 'receipt' },
  ])('with the key $key is $word of that leg, stored before the answer', async ({ key, word }) => {
    await known('y1');
    expect(await post('aliyun', pressed(key))).toEqual({ status: 200, said: { code: 0, msg: '接收成功' } });
    expect(await words()).toEqual([`wang-g1 L1 ${word}`]);
  });

  it('said twice is one answer', async () => {
    await known('y1');
    await post('aliyun', pressed('1'));
    await post('aliyun', pressed('1'));
    const replies = await outside.replies();
    expect(new Set(replies.map(({ id }) => id)).size).toBe(1);
  });

  it('of a call that nobody answered says nothing', async () => {
    await known('y1');
    expect(await post('aliyun', [{ out_id: 'y1', call_id: 'c', status_code: '200003' }])).toMatchObject({
      status: 200,
    });
    expect(await words()).toEqual([]);
  });

  it.each([
    { what: 'a stand-down', more: { kind: 'stand_down' as const } },
    { what: 'an offer that asked for no key', more: { asksForKeys: false } },
    { what: 'a text message', more: { gateway: 'aliyun_sms', channel: 'sms' as const } },
  ])('is no yes to $what, whatever key is in it', async ({ more }) => {
    await known('y1', more);
    await post('aliyun', pressed('1'));
    expect(await words()).toEqual(['wang-g1 L1 receipt']);
  });

  it('counts nobody in who was not told through that channel', async () => {
    await known('y1', { delivery: 'group/li-g2/*g1/57', responder: 'li-g2' });
    expect(await post('aliyun', pressed('1'))).toMatchObject({ status: 200 });
    expect(await words()).toEqual([]);
  });

  it('of a text message that went in the place of a call is a receipt of the same leg', async () => {
    await known('y1', { gateway: 'aliyun_sms' });
    await post('aliyun', [{ out_id: 'y1', success: true, err_code: 'DELIVERED' }]);
    expect(await words()).toEqual(['wang-g1 L1 receipt']);
  });

  it('among unknown ids counts all the same', async () => {
    await known('y1');
    const some = [
      { out_id: 'nobody', success: true },
      ...pressed('1'),
      { out_id: 'y9', call_id: 'd', status_code: '200000' },
    ];
    expect(await post('aliyun', some)).toMatchObject({ status: 200 });
    expect(await words()).toEqual(['wang-g1 L1 accept']);
  });

  it('is looked at to its end, however many come at once', async () => {
    await known('y1');
    const many = Array.from({ length: 1_500 }, (_, i) => ({ out_id: `n${i}`, success: true }));
    expect(await post('aliyun', [...many, ...pressed('1')])).toMatchObject({ status: 200 });
    expect(await words()).toEqual(['wang-g1 L1 accept']);
  });

  it('of more than a megabyte is refused, and not cut', async () => {
    const { status } = await post('aliyun', [{ out_id: 'x'.repeat(1024 * 1024), success: true }]);
    expect(status).toBe(413);
  });

  it('of a call that has no name here yet is asked for again, and counts then', async () => {
    const body = { voicekey_callback: { callid: 'C-1', keypress: '1', mobile: '138' } };
    expect(await post('tencent', body)).toMatchObject({ status: 503 });
    await known(theirIdOf('tencent_voice', 'C-1'), { gateway: 'tencent_voice' });
    expect(await post('tencent', body)).toEqual({ status: 200, said: { result: 0, errmsg: 'OK' } });
    expect(await words()).toEqual(['wang-g1 L1 accept']);
  });

  const sms = (user_receive_time?: string) => [{ sid: 'S-1', report_status: 'SUCCESS', user_receive_time }];
  const prompt = (end_calltime?: string) => ({ voiceprompt_callback: { result: '0', callid: 'C-1', end_calltime } });
  it.each([
    { what: 'a text message of this minute', body: sms('2026-01-05 14:59:30'), status: 503 },
    { what: 'a text message of an hour ago', body: sms('2026-01-05 14:00:00'), status: 200 },
    { what: 'a text message of no time', body: sms(), status: 200 },
    { what: 'a call of this minute', body: prompt(String(now / 1_000 - 30)), status: 503 },
    { what: 'a call of an hour ago', body: prompt(String(now / 1_000 - 3_600)), status: 200 },
    {
      what: 'a key',
      body: { voicekey_callback: { callid: 'C-1', keypress: '1' } },
      status: 503,
    },
    { what: 'a call without a key', body: { voicekey_callback: { callid: 'C-1', keypress: '' } }, status: 200 },
  ])('about $what that we do not know is answered with $status', async ({ body, status }) => {
    expect(await post('tencent', body)).toMatchObject({ status });
    expect(await words()).toEqual([]);
  });

  it('of news of a swap is known, and is no answer', async () => {
    await known(theirIdOf('tencent_sms', 'S-1'), { gateway: 'tencent_sms', kind: 'swap', delivery: 'swap/h/k' });
    expect(await post('tencent', sms('2026-01-05 14:59:30'))).toMatchObject({ status: 200 });
    expect(await words()).toEqual([]);
  });

  it('about what went through another provider counts for nothing', async () => {
    await known(theirIdOf('tencent_voice', 'C-1'));
    expect(await post('tencent', { voicekey_callback: { callid: 'C-1', keypress: '1' } })).toMatchObject({
      status: 503,
    });
    expect(await words()).toEqual([]);
  });

  it.each([
    { what: 'a wrong secret', provider: 'aliyun', given: 'a guess', status: 404 },
    { what: 'a provider that there is not', provider: 'somebody', given: secret, status: 404 },
  ])('with $what is not taken', async ({ provider, given, status }) => {
    await known('y1');
    expect(await post(provider, pressed('1'), given)).toMatchObject({ status });
    expect(await words()).toEqual([]);
  });

  it('that cannot be read is refused', async () => {
    expect(await post('aliyun', 'song')).toMatchObject({ status: 400 });
  });

  it('that cannot be stored is not acknowledged', async () => {
    await known('y1');
    await outside.redis.config('SET', 'maxmemory', '1mb');
    const { status } = await post('aliyun', pressed('1'));
    await outside.redis.config('SET', 'maxmemory', '0');
    expect(status === 503 || (await words()).length === 1, 'kept, or asked for again').toBe(true);
  });
});
