import { describe, expect, it } from 'vitest';
import { isSigned, sign } from './signature.ts';

const secret = 'a secret of the gateway';
const body = '{"delivery":"I/L1/2"}';
const now = 1_800_000_000;

describe('a signature', () => {
  it('is what a gateway computes with openssl', () => {
    // printf '1800000000.{"delivery":"I/L1/2"}' | openssl dgst -sha256 -hmac 'a secret of the gateway'
    expect(sign(body, secret, now)).toBe(
      't=1800000000,v1=2ce9a3d5116351deeab7670ba35b99f4580fe319c0ca1fe89cd413bc7c8e48da',
    );
  });

  it.each([
    { what: 'the same body and secret', proved: true },
    { what: 'another body', body: '{"delivery":"I/L1/3"}', proved: false },
    { what: 'another secret', secret: 'somebody else', proved: false },
    { what: 'a clock four minutes off', now: now + 240, proved: true },
    { what: 'a message six minutes old', now: now + 360, proved: false },
    { what: 'a message from the future', now: now - 360, proved: false },
    { what: 'no signature', header: 't=1800000000', proved: false },
    { what: 'no time', header: 'v1=00', proved: false },
    { what: 'rubbish', header: '', proved: false },
    { what: 'an old signature beside the right one', header: `t=${now},v1=00,v1=`, also: true, proved: true },
  ])('$what: taken = $proved', ({ proved, also, ...given }) => {
    const made = sign(body, secret, now);
    const header = also ? `${given.header}${made.split('v1=')[1]}` : (given.header ?? made);
    expect(isSigned({ header, body: given.body ?? body }, given.secret ?? secret, given.now ?? now, 300)).toBe(proved);
  });
});
