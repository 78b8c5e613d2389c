// How every interface of Aliyun is asked (signature ACS3-HMAC-SHA256): business parameters in the query, an empty body.
import { createHash, createHmac, randomUUID } from 'node:crypto';
import type { Failed, Outcome } from '../channel.ts';
import { restOfDayMs } from './beijingDay.ts';
import { type Answered, exchange } from './connection.ts';
import { type Codes, judge, judgeStatus, later, limited, mend, outcomeOf, refused } from './verdict.ts';

export type AliyunAccess = { keyId: string; keySecret: string };
type Call = {
  access: AliyunAccess;
  base: string;
  action: string;
  version: string;
  query: Readonly<Record<string, string>>;
};

/** Asks once. @param now unix ms: more than 15 minutes off the signature is refused */
export function askAliyun(call: Call, signal: AbortSignal, now: number): Promise<Answered | Failed> {
  const { host } = new URL(call.base);
  const { query, headers } = acs3({ ...call, host, date: instantOf(now), nonce: randomUUID() });
  const { host: _, ...given } = headers; // fetch puts it there itself, the same
  return exchange({ url: `${call.base}/?${query}`, headers: given, signal });
}

type Signed = Omit<Call, 'base'> & { host: string; date: string; nonce: string };

/** The query and the headers of a signed request with an empty body. @property date `yyyy-MM-ddTHH:mm:ssZ` */
export function acs3({ access, host, action, version, query, date, nonce }: Signed): {
  query: string;
  headers: Record<string, string>;
} {
  const sorted = Object.entries(query).sort(([a], [b]) => (a < b ? -1 : 1));
  const asked = sorted.map(([name, value]) => `${percent(name)}=${percent(value)}`).join('&');
  const bodyHash = sha256('');
  const headers = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': bodyHash,
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const names = Object.keys(headers).join(';');
  const canonical = ['POST', '/', asked, lines.join(''), names, bodyHash].join('\n');
  const signature = createHmac('sha256', access.keySecret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
    .digest('hex');
  const authorization = `ACS3-HMAC-SHA256 Credential=${access.keyId},SignedHeaders=${names},Signature=${signature}`;
  return { query: asked, headers: { ...headers, authorization } };
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const percent = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
const instantOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const aliyunCodes: Codes = [
  [
    [
      'isv.OUT_OF_SERVICE',
      'isv.AMOUNT_NOT_ENOUGH',
      'isv.ACCOUNT_*',
      'SignatureDoesNotMatch',
      'SignatureNonceUsed',
      'InvalidTimeStamp*',
      'InvalidAccessKeyId*',
      'Forbidden*',
      'isv.SMS_TEMPLATE_ILLEGAL',
      'isv.SMS_SIGNATURE_ILLEGAL',
    ],
    mend,
  ],
  [
    [
      'isv.MOBILE_NUMBER_ILLEGAL',
      'isv.BLACK_KEY_CONTROL_LIMIT',
      'isv.PARAM_LENGTH_LIMIT',
      'isv.PARAM_NOT_SUPPORT_URL',
      'isv.TEMPLATE_MISSING_PARAMETERS',
    ],
    refused,
  ],
  [['Throttling*'], limited('gateway', 1_000)],
  [['isp.SYSTEM_ERROR', 'isp.*', 'ServiceUnavailable', 'InternalError'], later('gateway')],
];

/** By `Code`, whatever the status. @param now unix ms: a limit of the day is over when the day is */
export function aliyunOutcome(answered: Answered, now: number): Outcome {
  const { Code: code, Message: message } = answered.said;
  if (code === 'OK') return { kind: 'accepted' };
  if (typeof code !== 'string' || code === '') return judgeStatus(answered);
  if (code === 'isv.BUSINESS_LIMIT_CONTROL') {
    const { level, afterMs } = levelOf(typeof message === 'string' ? message : '', now);
    return outcomeOf(`code ${code}, ${level}`, limited('recipient', afterMs));
  }
  return judge(code, aliyunCodes, answered.retryAfterMs);
}

function levelOf(message: string, now: number): { level: string; afterMs: number } {
  if (message.includes('天级')) return { level: 'a day', afterMs: restOfDayMs(now) };
  if (message.includes('小时级')) return { level: 'an hour', afterMs: 3_600_000 };
  return { level: 'a minute', afterMs: 61_000 };
}
