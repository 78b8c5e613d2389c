import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HttpMessage } from './adapter.ts';
import { gotten, now, posted } from './given.ts';
import { requestOf } from './mapped.ts';
import { findProof } from './proofs.ts';

const secret = 'k3y';
const hashed = (algorithm: string, text: string): string => createHash(algorithm).update(text).digest('hex');
const found = (messages: readonly HttpMessage[], at: string, known: string | undefined = secret) =>
  findProof(
    messages.map((message) => requestOf(message, known, now)),
    at,
  );

describe('how a vendor signs is found by what it sent', () => {
  it('md5 over a time and the secret, in a field of the body', () => {
    const messages = [1_772_323_200, 1_772_323_260].map((ts) =>
      posted({ ts, sn: `A${ts}`, sign: hashed('md5', `${ts}${secret}`) }),
    );
    expect(found(messages, 'body.sign')).toEqual({ by: 'md5', over: '{body.ts}{secret}', encoding: 'hex' });
  });
  it('HMAC-SHA256 over the fields of a query in their order, in base64', () => {
    const query = { sn: 'A1', act: 'sos', t: '1772323200' };
    const sign = createHmac('sha256', secret).update('act=sos&sn=A1&t=1772323200').digest('base64');
    expect(found([gotten({ query: { ...query, sign } })], 'query.sign')).toEqual({
      by: 'hmac-sha256',
      over: '{pairs}',
      encoding: 'base64',
    });
  });
  it('sha1 over sorted parts, in a header', () => {
    const headers = { timestamp: '1604458421', nonce: 'IkOaKMDalrAzUTxC' };
    const signature = hashed('sha1', [secret, headers.timestamp, headers.nonce].sort().join(''));
    const proof = found([posted({ a: 1 }, { headers: { ...headers, signature } })], 'header.signature');
    expect(proof).toMatchObject({ by: 'sha1', encoding: 'hex' });
  });
  it('HMAC over the body as it came, with a prefix', () => {
    const body = '{"sn": "A1",  "ev": 1}';
    const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
    expect(
      found([posted(body, { headers: { 'x-hub-signature-256': signature } })], 'header.x-hub-signature-256'),
    ).toEqual({ by: 'hmac-sha256', over: '{raw}', encoding: 'hex' });
  });
  it('a token that is the secret itself', () => {
    expect(
      found([posted({}, { headers: { authorization: `Bearer ${secret}` } })], 'header.authorization'),
    ).toMatchObject({
      by: 'token',
    });
  });
  it('a way that fits one message and not the next is none', () => {
    const messages = [
      posted({ ts: 1, sign: hashed('md5', `1${secret}`) }),
      posted({ ts: 2, sign: hashed('md5', 'something else') }),
    ];
    expect(found(messages, 'body.sign')).toBeUndefined();
  });
  it('nothing is found without a secret, without a signature, or without a message', () => {
    const one = posted({ ts: 1, sign: hashed('md5', `1${secret}`) });
    expect(findProof([requestOf(one, undefined, now)], 'body.sign')).toBeUndefined();
    expect(found([one], 'body.other')).toBeUndefined();
    expect(found([], 'body.sign')).toBeUndefined();
  });
  it('ends soon where nothing fits', () => {
    const fields = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`field${n}`, `value ${n}`]));
    const begun = performance.now();
    expect(found([posted({ ...fields, sign: 'f'.repeat(64) })], 'body.sign')).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(4_000);
  });
});
