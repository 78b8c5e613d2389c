// Proof that a message between us and a gateway comes from whoever holds the shared secret, unchanged and not long ago.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** The header's value for a body. @param at unix seconds */
export function sign(body: string | Buffer, secret: string, at: number): string {
  return `t=${at},v1=${digestOf(body, secret, at)}`;
}

/**
 * Does the header prove this body? Several `v1` may stand side by side while a secret is changed.
 * @param now unix seconds
 * @param freshSeconds how far the sender's clock may be from ours: an old message must not be played again for ever
 */
export function isSigned(
  { header, body }: { header: string; body: string | Buffer },
  secret: string,
  now: number,
  freshSeconds: number,
): boolean {
  const parts = header.split(',').map((part) => part.trim());
  const at = Number(/^t=(\d{1,12})$/.exec(parts[0] ?? '')?.[1]);
  if (!(Math.abs(now - at) <= freshSeconds)) return false;
  const expected = Buffer.from(digestOf(body, secret, at));
  return parts.slice(1).some((part) => {
    const given = Buffer.from(part.replace(/^v1=/, ''));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const digestOf = (body: string | Buffer, secret: string, at: number): string =>
  createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex');
