import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import { countedIds, tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { tc3 } from './tencent.ts';
import { tencentSms } from './tencentSms.ts';
import { tencentVoice } from './tencentVoice.ts';

const access = { secretId: 'ID', secretKey: 'the secret' };
const codes = { offer: '1', offer_keys: '2', update: '3', stand_down: '4', alarm: '5', swap: '6' };
const alarmsTo = '13900000000';
/** 15:00 in Beijing: nine hours until the day is over there. */
const now = () => Date.UTC(2026, 0, 5, 7);
const sms = (base: string, correlation = countedIds()) =>
  tencentSms({ access, app: '1400', sign: '一键通', codes, correlation, alarmsTo, base }, now);
const voice = (base: string, correlation = countedIds()) =>
  tencentVoice({ access, app: '1500', codes, correlation, alarmsTo, base }, now);

const status = (Code: string) => says({ Response: { SendStatusSet: [{ Code, SerialNo: 'S:1' }], RequestId: 'r' } });
const error = (Code: string) => says({ Response: { Error: { Code, Message: 'x' }, RequestId: 'r' } });
const rang = says({ Response: { SendStatus: { CallId: 'C-1', SessionContext: 'y1' }, RequestId: 'r' } });
const mended = { kind: 'failed', blame: 'gateway', untilMended: true };

const manners = {
  fail: error('InternalError.Timeout'),
  refuse: error('InvalidParameterValue.IncorrectPhoneNumber'),
  misconfigured: error('AuthFailure.SignatureFailure'),
};
conforms('tencent_sms', {
  reaches: true,
  receipts: false,
  make: () => standInOf({ make: sms, manners: { ...manners, take: status('Ok') } }),
});
conforms('tencent_voice', {
  long: true,
  reaches: true,
  receipts: false,
  make: () => standInOf({ make: voice, manners: { ...manners, take: rang } }),
});

describe('Tencent Cloud', () => {
  it('is asked with the signature that it publishes', () => {
    const authorization = tc3({
      access: { secretId: 'AKIDz8krbsJ5yKBZQpn74WFkmLPx3*******', secretKey: 'Gu5t9xGARNpq86cd98joQYCN3*******' },
      host: 'cvm.tencentcloudapi.com',
      service: 'cvm',
      body: '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
      at: 1_551_113_065,
      contentType: 'application/json; charset=utf-8',
    });
    expect(authorization).toMatch(/Signature=2230eefd229f582d8b1b891af7107b91597240707d778ab3738f756258d7652c$/);
  });

  it('sends one text message, signed over the content type that it has', async () => {
    const ids = countedIds();
    const { outcome, arrived } = await tried(
      (base) => sms(base, ids),
      () => status('Ok'),
    );
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(arrived[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(arrived[0]?.body ?? '')).toEqual({
      PhoneNumberSet: ['+8613800000000'],
      SmsSdkAppId: '1400',
      SignName: '一键通',
      TemplateId: '1',
      TemplateParamSet: ['12号', '求助', '第一网格 黉门街82号院'],
      SessionContext: 'y1',
    });
    expect(ids.kept).toEqual(['y1 S:1']);
  });

  it('rings with the template that asks for a key, and keeps what it calls the call', async () => {
    const ids = countedIds();
    const { outcome, arrived } = await tried(
      (base) => voice(base, ids),
      () => rang,
    );
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(JSON.parse(arrived[0]?.body ?? '')).toMatchObject({ TemplateId: '2', CalledNumber: '+8613800000000' });
    expect(ids.kept).toEqual(['y1 C-1']);
    expect(ids.keys).toEqual([true]);
  });

  it.each([
    {
      code: 'LimitExceeded.PhoneNumberThirtySecondLimit',
      outcome: { blame: 'recipient', retryAfterMs: 31_000, limit: 'theirs' },
    },
    { code: 'LimitExceeded.PhoneNumberOneHourLimit', outcome: { blame: 'recipient', retryAfterMs: 3_600_000 } },
    {
      code: 'LimitExceeded.PhoneNumberDailyLimit',
      outcome: { blame: 'recipient', retryAfterMs: 9 * 3_600_000, limit: 'theirs' },
    },
    {
      code: 'LimitExceeded.PhoneNumberSameContentDailyLimit',
      outcome: { blame: 'recipient', retryAfterMs: 9 * 3_600_000, limit: 'text' },
    },
    { code: 'FailedOperation.SignatureIncorrectOrUnapproved', outcome: mended },
    { code: 'FailedOperation.TemplateIncorrectOrUnapproved', outcome: mended },
    { code: 'FailedOperation.InsufficientBalanceInSmsPackage', outcome: mended },
    { code: 'AuthFailure.SecretIdNotFound', outcome: mended },
    { code: 'UnauthorizedOperation.RequestIpNotInWhitelist', outcome: mended },
    { code: 'FailedOperation.PhoneNumberInBlacklist', outcome: { kind: 'refused' } },
    { code: 'FailedOperation.ContainSensitiveWord', outcome: { kind: 'refused' } },
    { code: 'InvalidParameterValue.TemplateParameterFormatError', outcome: { kind: 'refused' } },
    { code: 'InternalError.OtherError', outcome: { kind: 'failed', blame: 'gateway' } },
    { code: 'RequestLimitExceeded', outcome: { kind: 'failed', limit: 'theirs' } },
  ])('that answers $code, of all or of one number, comes to $outcome', async ({ code, outcome }) => {
    for (const manner of [error(code), status(code)])
      expect((await tried(sms, () => manner)).outcome).toMatchObject(outcome);
    expect((await tried(voice, () => error(code))).outcome).toMatchObject(outcome);
  });

  it.each([says({}), says({ Response: { RequestId: 'r' } }), says({ Response: { SendStatusSet: [] } })])(
    'that says of nobody what became of them has told nobody',
    async (manner) => {
      expect((await tried(sms, () => manner)).outcome.kind).toBe('failed');
      expect((await tried(voice, () => manner)).outcome.kind).toBe('failed');
    },
  );
});
