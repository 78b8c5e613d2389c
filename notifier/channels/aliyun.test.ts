import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import { anOffer, countedIds, tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { acs3 } from './aliyun.ts';
import { aliyunSms } from './aliyunSms.ts';
import { aliyunVoice } from './aliyunVoice.ts';

const access = { keyId: 'AK', keySecret: 'the secret' };
const codes = {
  offer: 'T1',
  offer_keys: 'T2',
  update: 'T3',
  stand_down: 'T4',
  accepted: 'T5',
  alarm: 'T6',
  swap: 'T7',
};
const alarmsTo = '13900000000';
/** 15:00 in Beijing: nine hours until the day is over there. */
const now = () => Date.UTC(2026, 0, 5, 7);
const sms = (base: string) =>
  aliyunSms({ access, codes, sign: '一键通', correlation: countedIds(), alarmsTo, base }, now);
const voiceWith =
  (number: string | undefined, correlation = countedIds()) =>
  (base: string) =>
    aliyunVoice({ access, codes, number, correlation, alarmsTo, base }, now);

const manners = {
  take: says({ Code: 'OK', Message: 'OK', CallId: '116^102' }),
  fail: says({ Code: 'isp.SYSTEM_ERROR' }),
  refuse: says({ Code: 'isv.MOBILE_NUMBER_ILLEGAL' }),
  misconfigured: { status: 400, body: '{"Code":"SignatureDoesNotMatch"}' },
};
conforms('aliyun_sms', { reaches: true, receipts: false, make: () => standInOf({ make: sms, manners }) });
conforms('aliyun_voice', {
  long: true,
  reaches: true,
  receipts: false,
  make: () => standInOf({ make: voiceWith('02800000000'), manners }),
});

const asked = (path: string | undefined) => Object.fromEntries(new URL(path ?? '', 'http://x').searchParams);

describe('Aliyun', () => {
  it('is asked with the signature that it publishes', () => {
    const { headers } = acs3({
      access: { keyId: 'YourAccessKeyId', keySecret: 'YourAccessKeySecret' },
      host: 'ecs.cn-shanghai.aliyuncs.com',
      action: 'RunInstances',
      version: '2014-05-26',
      query: { RegionId: 'cn-shanghai', ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd' },
      date: '2023-10-26T10:22:32Z',
      nonce: '3156853299f313e23d1673dc12e1703d',
    });
    expect(headers.authorization).toMatch(
      /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/,
    );
  });

  it('writes blanks, stars and tildes as the signature wants them', () => {
    const { query } = acs3({
      access,
      host: 'h',
      action: 'A',
      version: 'v',
      query: { b: "a b*~!'()" },
      date: 'd',
      nonce: 'n',
    });
    expect(query).toBe('b=a%20b%2A~%21%27%28%29');
  });

  it('sends one text message with what the approved template has, and an id that comes back', async () => {
    const { outcome, arrived } = await tried(sms, () => manners.take);
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(arrived[0]?.body).toBe('');
    expect(arrived[0]?.headers['x-acs-action']).toBe('SendSms');
    expect(asked(arrived[0]?.path)).toEqual({
      PhoneNumbers: '13800000000',
      SignName: '一键通',
      TemplateCode: 'T1',
      TemplateParam: '{"number":"12号","call":"求助","place":"第一网格 黉门街82号院"}',
      OutId: 'y1',
    });
  });

  it('is asked to ring and to take a key where there is a number of our own: 1 says yes, 2 says it again', async () => {
    const ids = countedIds();
    const { arrived } = await tried(voiceWith('02800000000', ids), () => manners.take);
    expect(arrived[0]?.headers['x-acs-action']).toBe('IvrCall');
    const query = asked(arrived[0]?.path);
    expect(query).toMatchObject({
      CalledNumber: '13800000000',
      CalledShowNumber: '02800000000',
      StartCode: 'T2',
      'MenuKeyMap.1.Key': '1',
      'MenuKeyMap.1.Code': 'T5',
      'MenuKeyMap.2.Key': '2',
      'MenuKeyMap.2.Code': 'T2',
    });
    expect(query.OutId).toMatch(/^.{1,15}$/);
    expect(ids.kept, 'also under the name that the provider has for the call').toEqual(['y1 116^102']);
    expect(ids.keys).toEqual([true]);
  });

  it.each([
    { what: 'no number of our own', number: undefined, message: anOffer(), code: 'T1' },
    { what: 'a stand-down', number: '028', message: anOffer({ kind: 'stand_down' }), code: 'T4' },
  ])('is asked to speak only, with $what', async ({ number, message, code }) => {
    const ids = countedIds();
    const { arrived } = await tried(voiceWith(number, ids), () => manners.take, message);
    expect(arrived[0]?.headers['x-acs-action']).toBe('SingleCallByTts');
    expect(asked(arrived[0]?.path)).toMatchObject({ TtsCode: code });
    expect(ids.keys, 'no key that is pressed is an answer').toEqual([false]);
  });

  const limit = (level: string) => ({ Code: 'isv.BUSINESS_LIMIT_CONTROL', Message: `触发${level}流控Permits:1` });
  const limited = (retryAfterMs: number) => ({ kind: 'failed', blame: 'recipient', retryAfterMs, limit: 'theirs' });
  it.each<{ said: { Code: string; Message?: string }; outcome: object }>([
    { said: limit('分钟级'), outcome: limited(61_000) },
    { said: limit('小时级'), outcome: limited(3_600_000) },
    { said: limit('天级'), outcome: limited(9 * 3_600_000) },
    ...[
      'isv.OUT_OF_SERVICE',
      'isv.AMOUNT_NOT_ENOUGH',
      'isv.ACCOUNT_ABNORMAL',
      'SignatureDoesNotMatch',
      'InvalidAccessKeyId',
      'InvalidAccessKeyId.NotFound',
      'isv.SMS_TEMPLATE_ILLEGAL',
      'isv.SMS_SIGNATURE_ILLEGAL',
    ].map((Code) => ({ said: { Code }, outcome: { kind: 'failed', blame: 'gateway', untilMended: true } })),
    ...[
      'isv.MOBILE_NUMBER_ILLEGAL',
      'isv.BLACK_KEY_CONTROL_LIMIT',
      'isv.PARAM_LENGTH_LIMIT',
      'isv.PARAM_NOT_SUPPORT_URL',
      'isv.TEMPLATE_MISSING_PARAMETERS',
    ].map((Code) => ({ said: { Code }, outcome: { kind: 'refused' } })),
    { said: { Code: 'Throttling.User' }, outcome: { kind: 'failed', limit: 'theirs' } },
    { said: { Code: 'isp.SYSTEM_ERROR' }, outcome: { kind: 'failed', blame: 'gateway', retryAfterMs: 0 } },
  ])('that answers $said with HTTP 200 comes to $outcome', async ({ said, outcome }) => {
    for (const make of [sms, voiceWith(undefined)])
      expect((await tried(make, () => says(said))).outcome).toMatchObject(outcome);
  });

  it('is sent no message without an approved template, and none to nobody', async () => {
    const bare = (base: string) => aliyunSms({ access, codes: {}, sign: 's', correlation: countedIds(), base }, now);
    const unapproved = await tried(bare, () => manners.take);
    expect(unapproved.outcome).toEqual({
      kind: 'refused',
      asked: false,
      why: 'no approved template is named for "offer"',
    });
    const nobody = anOffer({ recipient: { responder: 'x', phone: 'unknown' } });
    expect((await tried(sms, () => manners.take, nobody)).outcome).toMatchObject({ kind: 'refused', asked: false });
    expect(unapproved.arrived).toEqual([]);
  });
});
