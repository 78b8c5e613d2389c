// The channels as the settings have them, on a real Redis, against a provider of the test's own: `fetch` is led there.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Settings } from '../../contracts/settings.ts';
import type { GatewaySwap } from '../../contracts/system/gateway.ts';
import { readCorrelation, theirIdOf } from '../../store/correlations.ts';
import { readOutbox } from '../../store/outbox.ts';
import { FakeGateway, type Manner } from '../../test/fakeGateway.ts';
import { anOffer } from '../../test/provider.ts';
import { TestRedis } from '../../test/redis.ts';
import { says } from '../../test/standInProvider.ts';
import type { OutsideChannel } from '../channel.ts';
import { channelsOf, correlationIn } from './configured.ts';

const aliyun = {
  YJT_ALIYUN_KEY_ID: 'AK',
  YJT_ALIYUN_KEY_SECRET: 'the secret of the cloud',
  YJT_ALIYUN_SMS_SIGN: '一键通',
  YJT_ALIYUN_SMS_TEMPLATES: '1=offer,2=update,3=stand_down',
  YJT_ALIYUN_VOICE_TEMPLATES: '4=offer,5=update,6=stand_down',
};

const tencent = {
  YJT_TENCENT_SECRET_ID: 'ID',
  YJT_TENCENT_SECRET_KEY: 'the key of the cloud',
  YJT_TENCENT_VOICE_APP: '1500',
  YJT_TENCENT_VOICE_TEMPLATES: '4=offer,5=update,6=stand_down',
};

describe('the channels of a notifier', () => {
  let server: TestRedis;
  let provider: FakeGateway;
  beforeEach(async () => {
    server = await TestRedis.start({ as: 'notifier' });
    provider = await FakeGateway.start();
    const real = globalThis.fetch;
    vi.stubGlobal('fetch', (input: string, init: RequestInit) => {
      const { pathname, search } = new URL(input);
      return real(`${provider.url.replace(/\/hook$/, '')}${pathname}${search}`, init);
    });
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await provider.goAway();
    await server.stop();
  });

  const signal = new AbortController().signal;
  const of = (settings: Partial<Settings>, name: OutsideChannel['name']): OutsideChannel => {
    const found = channelsOf(settings, server.open()).find((one) => one.name === name);
    if (!found) throw new Error(`no channel ${name}`);
    return found;
  };
  const answers = (manner: Manner): void => {
    provider.manner = () => manner;
  };
  const actions = () => provider.arrived.map(({ headers }) => headers['x-acs-action']);
  const toPerson = (number: number, responder = 'wang-g1', phone = '138 0000 0000') =>
    anOffer({ delivery: `I${number}/L1/1`, number, recipient: { responder, phone } });

  it('without a provider are recorders, and the webhook where it is set', () => {
    const gateways = (settings: Partial<Settings>) =>
      channelsOf(settings, server.open()).map(({ name, gateway }) => `${name} ${gateway}`);
    expect(gateways({})).toEqual(['sms recorder', 'voice recorder', 'webhook recorder']);
    const hook = { YJT_WEBHOOK_URL: 'http://127.0.0.1:1/', YJT_WEBHOOK_SECRET: 'sixteen characters' };
    expect(gateways(hook)).toEqual(['sms recorder', 'voice recorder', 'webhook webhook']);
    expect(
      gateways({ ...aliyun, YJT_SMS: 'aliyun', YJT_VOICE: 'aliyun', YJT_MESSENGER: 'wecom_robot', YJT_WECOM_KEY: 'k' }),
    ).toEqual(['sms aliyun_sms', 'voice aliyun_voice', 'webhook wecom_robot']);
  });

  it('ring nobody for a demonstration: it is written down', async () => {
    const voice = of({ ...aliyun, YJT_VOICE: 'aliyun' }, 'voice');
    expect(await voice.deliver({ ...toPerson(1), demo: true }, signal)).toEqual({ kind: 'recorded' });
    expect(provider.arrived).toEqual([]);
    expect(await readOutbox(server.open({ as: 'admin' }), 5)).toHaveLength(1);
  });

  it('keep what a message is known by at its provider, before and after it went out', async () => {
    answers(says({ Code: 'OK', CallId: '116^102' }));
    await of({ ...aliyun, YJT_VOICE: 'aliyun' }, 'voice').deliver(toPerson(1), signal);
    const id = new URL(provider.arrived[0]?.path ?? '', 'http://x').searchParams.get('OutId') ?? '';
    expect(id).toMatch(/^y[0-9a-z]{1,14}$/);
    const expected = {
      delivery: 'I1/L1/1',
      responder: 'wang-g1',
      channel: 'voice',
      gateway: 'aliyun_voice',
      kind: 'offer',
    };
    const redis = server.open({ as: 'admin' });
    expect(await readCorrelation(redis, id)).toEqual(expected);
    expect(await readCorrelation(redis, theirIdOf('aliyun_voice', '116^102'))).toEqual(expected);
  });

  it.each([
    { templates: '4=offer,5=update,6=stand_down', keys: undefined },
    { templates: '4=offer,5=update,6=stand_down,7=offer_keys,8=accepted', keys: true },
  ])('keep of a call whether it has asked for a key: $templates', async ({ templates, keys }) => {
    answers(says({ Code: 'OK' }));
    const settings = { ...aliyun, YJT_VOICE: 'aliyun' as const, YJT_ALIYUN_VOICE_NUMBER: '028' };
    await of({ ...settings, YJT_ALIYUN_VOICE_TEMPLATES: templates }, 'voice').deliver(toPerson(1), signal);
    const id = new URL(provider.arrived[0]?.path ?? '', 'http://x').searchParams.get('OutId') ?? '';
    expect((await readCorrelation(server.open({ as: 'admin' }), id))?.keys).toBe(keys);
  });

  it('keep what news of a swap are known by too: a report of them is one of ours', async () => {
    const correlation = correlationIn(server.open());
    const { incident: _, leg: __, ...rest } = toPerson(1);
    const swap = { ...rest, kind: 'swap', swap: 's', change: 'asked', delivery: 'swap/h/k' } as unknown as GatewaySwap;
    const id = await correlation.begin(swap, 'tencent_sms');
    expect(await readCorrelation(server.open({ as: 'admin' }), id)).toMatchObject({
      kind: 'swap',
      delivery: 'swap/h/k',
    });
  });

  it('do not ring a person twice within the minute: a text message goes at once and once, and others are rung', async () => {
    answers(says({ Code: 'OK' }));
    const voice = of({ ...aliyun, YJT_VOICE: 'aliyun', YJT_SMS: 'aliyun' }, 'voice');
    expect(await voice.deliver(toPerson(1), signal)).toEqual({ kind: 'accepted' });
    for (let i = 0; i < 2; i++)
      expect(await voice.deliver(toPerson(2), signal), 'and is to be rung later').toMatchObject({
        kind: 'failed',
        limit: 'ours',
        why: expect.stringMatching(/^quota: .* by aliyun_sms instead$/) as string,
      });
    expect(await voice.deliver(toPerson(3, 'li-g2', '139 0000 0000'), signal)).toEqual({ kind: 'accepted' });
    expect(actions()).toEqual(['SingleCallByTts', 'SendSms', 'SingleCallByTts']);
  });

  it.each([
    {
      cloud: 'aliyun',
      settings: { ...aliyun, YJT_VOICE: 'aliyun' },
      wrong: { Code: 'SignatureDoesNotMatch' },
      right: { Code: 'OK' },
    },
    {
      cloud: 'tencent',
      settings: { ...tencent, YJT_VOICE: 'tencent' },
      wrong: { Response: { Error: { Code: 'InternalError.Timeout' } } },
      right: { Response: { SendStatus: { CallId: 'C-1' } } },
    },
  ] as const)(
    'ring a person of $cloud at once when it works again: a try that reached nobody counts for nothing',
    async ({ settings, wrong, right }) => {
      const voice = of(settings, 'voice');
      answers(says(wrong));
      for (let i = 0; i < 6; i++)
        expect(await voice.deliver(toPerson(1), signal)).toMatchObject({ kind: 'failed', blame: 'gateway' });
      answers({ status: 500 });
      expect(await voice.deliver(toPerson(1), signal)).toMatchObject({ kind: 'failed', why: 'HTTP 500' });
      await provider.goAway();
      expect(await voice.deliver(toPerson(1), signal)).toMatchObject({ kind: 'failed', why: 'ECONNREFUSED' });
      await provider.comeBack();
      answers('drop');
      const dropped = await voice.deliver(toPerson(1), signal);
      expect(dropped, 'perhaps it rang').toMatchObject({ kind: 'failed', perhaps: true });
      answers(says(right));
      expect(await voice.deliver(toPerson(1), signal)).toMatchObject({ kind: 'failed', limit: 'ours' });
      expect(await voice.deliver(toPerson(2, 'li-g2', '139 0000 0000'), signal)).toEqual({ kind: 'accepted' });
    },
  );

  it('take the next way too where the provider has counted more than we have', async () => {
    provider.manner = ({ headers }) =>
      headers['x-acs-action'] === 'SendSms'
        ? says({ Code: 'OK' })
        : says({ Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: '触发天级流控Permits:20' });
    const voice = of({ ...aliyun, YJT_VOICE: 'aliyun', YJT_SMS: 'aliyun' }, 'voice');
    const later = { kind: 'failed', limit: 'ours', meanwhile: 'aliyun_sms' };
    expect(await voice.deliver(toPerson(1), signal)).toMatchObject(later);
    expect(await voice.deliver(toPerson(2), signal)).toMatchObject(later);
    expect(actions(), 'and do not ask the one that has said until when').toEqual([
      'SingleCallByTts',
      'SendSms',
      'SendSms',
    ]);
  });

  it.each([
    { messenger: { YJT_MESSENGER: 'wecom_robot', YJT_WECOM_KEY: 'k' }, asked: 1 },
    { messenger: { YJT_MESSENGER: 'dingtalk_robot', YJT_DINGTALK_TOKEN: 't', YJT_DINGTALK_SECRET: 's' }, asked: 1 },
    { messenger: { YJT_MESSENGER: 'feishu_bot', YJT_FEISHU_HOOK: 'h', YJT_FEISHU_SECRET: 's' }, asked: 1 },
    {
      messenger: { YJT_MESSENGER: 'wecom_app', YJT_WECOM_CORP: 'c', YJT_WECOM_AGENT: 7, YJT_WECOM_SECRET: 's' },
      asked: 4,
    },
  ] as const)(
    'tell nobody through a group in the place of a call: $messenger.YJT_MESSENGER',
    async ({ messenger, asked }) => {
      answers(says({ Code: 'OK', errcode: 0, code: 0, access_token: 'T', userid: 'U' }));
      const voice = of({ ...aliyun, ...messenger, YJT_VOICE: 'aliyun' }, 'voice');
      expect(await voice.deliver(toPerson(1), signal)).toEqual({ kind: 'accepted' });
      await voice.deliver(toPerson(2), signal);
      expect(provider.arrived).toHaveLength(asked);
    },
  );

  it('send a group no more than 20 in a minute, over two notifiers together', async () => {
    answers(says({ errcode: 0 }));
    const settings = { YJT_MESSENGER: 'wecom_robot', YJT_WECOM_KEY: 'k' };
    const both = [of(settings, 'webhook'), of(settings, 'webhook')];
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, i) => both[i % 2]?.deliver(toPerson(i + 1), signal)),
    );
    const sent = provider.arrived.length;
    expect(sent).toBeGreaterThanOrEqual(14);
    expect(sent).toBeLessThanOrEqual(20);
    expect(outcomes.filter((one) => one?.kind === 'failed').length, 'the others wait for the next').toBe(40 - sent);
    for (const one of outcomes) if (one?.kind === 'failed') expect(one).toMatchObject({ limit: 'ours' });
  });

  it('keep no telephone number in what is counted', async () => {
    answers(says({ Code: 'OK' }));
    await of({ ...aliyun, YJT_SMS: 'aliyun' }, 'sms').deliver(toPerson(1), signal);
    const keys = await server.open({ as: 'admin' }).keys('*quota*');
    expect(keys).toHaveLength(1);
    expect(keys.join()).not.toMatch(/138|secret/);
  });
});
