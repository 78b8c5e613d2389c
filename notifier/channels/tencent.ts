// How every interface of Tencent Cloud is asked (signature TC3-HMAC-SHA256). The content type is signed byte for byte.
import { createHash, createHmac } from 'node:crypto';
import type { Failed, Outcome } from '../channel.ts';
import { restOfDayMs } from './beijingDay.ts';
import { type Answered, exchange, objectOf } from './connection.ts';
import { type Codes, judge, judgeStatus, later, limited, mend, outcomeOf, refused } from './verdict.ts';

export type TencentAccess = { secretId: string; secretKey: string };
type Call = {
  access: TencentAccess;
  base: string;
  service: 'sms' | 'vms';
  action: string;
  version: string;
  body: object;
};

const contentType = 'application/json';

/** Asks once. @param now unix ms: more than five minutes off the signature is refused */
export function askTencent(call: Call, signal: AbortSignal, now: number): Promise<Answered | Failed> {
  const { access, base, service, action, version } = call;
  const [body, at] = [JSON.stringify(call.body), Math.floor(now / 1000)];
  const authorization = tc3({ access, host: new URL(base).host, service, body, at, contentType });
  const headers = {
    'content-type': contentType,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-timestamp': String(at),
    'x-tc-region': 'ap-guangzhou',
    authorization,
  };
  return exchange({ url: `${base}/`, headers, body, signal });
}

type Signed = {
  access: TencentAccess;
  host: string;
  service: string;
  body: string;
  at: number;
  contentType: string;
};

/** The header `Authorization`. @property at unix seconds */
export function tc3({ access, host, service, body, at, contentType }: Signed): string {
  const day = new Date(at * 1000).toISOString().slice(0, 10);
  const scope = `${day}/${service}/tc3_request`;
  const names = 'content-type;host';
  const canonical = `POST\n/\n\ncontent-type:${contentType}\nhost:${host}\n\n${names}\n${sha256(body)}`;
  const text = `TC3-HMAC-SHA256\n${at}\n${scope}\n${sha256(canonical)}`;
  const key = [service, 'tc3_request'].reduce((known, part) => hmac(known, part), hmac(`TC3${access.secretKey}`, day));
  const signature = hmac(key, text).toString('hex');
  return `TC3-HMAC-SHA256 Credential=${access.secretId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const tencentCodes: Codes = [
  [
    ['LimitExceeded.PhoneNumberThirtySecondLimit', 'LimitExceeded.DeliveryFrequencyLimit'],
    limited('recipient', 31_000),
  ],
  [['LimitExceeded.PhoneNumberOneHourLimit'], limited('recipient', 3_600_000)],
  [['LimitExceeded*'], limited('recipient', 60_000)],
  [
    [
      'FailedOperation.SignatureIncorrectOrUnapproved',
      'FailedOperation.TemplateIncorrectOrUnapproved',
      'FailedOperation.InsufficientBalanceInSmsPackage',
      'AuthFailure*',
      'UnauthorizedOperation*',
    ],
    mend,
  ],
  [
    ['FailedOperation.PhoneNumberInBlacklist', 'FailedOperation.ContainSensitiveWord', 'InvalidParameterValue*'],
    refused,
  ],
  [['InternalError*'], later('gateway')],
  [['RequestLimitExceeded*'], limited('gateway', 1_000)],
];

/** What stands within `Response`. */
export const responseOf = ({ said }: Answered): Readonly<Record<string, unknown>> => objectOf(said.Response);

/** Of one of its codes. @param now unix ms: a limit of the day is over when the day is */
export function tencentOutcome(code: string, now: number): Outcome {
  if (code === 'Ok') return { kind: 'accepted' };
  if (code === 'LimitExceeded.PhoneNumberDailyLimit')
    return outcomeOf(`code ${code}`, limited('recipient', restOfDayMs(now)));
  // The same words as before: others still get through to this person.
  if (code === 'LimitExceeded.PhoneNumberSameContentDailyLimit')
    return { kind: 'failed', why: `code ${code}`, blame: 'recipient', retryAfterMs: restOfDayMs(now), limit: 'text' };
  return judge(code, tencentCodes);
}

/** What `Response.Error` comes to; undefined where there is none and something else says what became of it. */
export function tencentError(answered: Answered, now: number): Outcome | undefined {
  const response = responseOf(answered);
  const { Code: code } = objectOf(response.Error);
  if (typeof code === 'string') return tencentOutcome(code, now);
  return Object.keys(response).length === 0 ? judgeStatus(answered) : undefined;
}
