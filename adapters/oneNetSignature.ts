// What both of China Mobile's OneNET platforms do alike: they are greeted, and they sign. The hash is over `msg` as it was written, so the
// text is taken out of the raw body and never written anew.
import { createDecipheriv } from 'node:crypto';
import { parsed } from '../contracts/json.ts';
import type { HttpMessage, HttpSource, HttpVerdict } from './adapter.ts';
import { sameSignature, signed } from './vendorSignature.ts';

/** Both take any 200. */
export const oneNetAnswer = { status: 200, contentType: 'text/plain', body: 'OK' };

/** @returns base64 of the MD5 over token, nonce and the message's text */
export const oneNetSignature = (token: string, nonce: string, msg: string): string =>
  signed('md5', token + nonce + msg, 'base64');

/** Whether one of the ways in which the message may have been written was signed so; without a token nothing is checked. */
export function isSigned(
  source: HttpSource,
  nonce: string | undefined,
  signature: string | undefined,
  msgs: readonly string[],
): boolean {
  if (source.secret === undefined) return true;
  const token = source.secret;
  return msgs.some((msg) => sameSignature(signature, oneNetSignature(token, nonce ?? '', msg), 'base64'));
}

/** The greeting when the address is entered at OneNET: `msg` goes back as it came. Undefined when it is none. */
export function greeted(message: HttpMessage, source: HttpSource): HttpVerdict | undefined {
  const { msg, nonce, signature } = message.query;
  if (message.method !== 'GET' || msg === undefined) return undefined;
  if (!isSigned(source, nonce, signature, [msg])) return { is: 'refused', why: 'signature' };
  return { is: 'handshake', answer: { status: 200, contentType: 'text/plain', body: msg } };
}

/**
 * The text of a field of a JSON object as it was written.
 * @returns undefined when there is no such field
 */
export function rawField(json: string, field: string): string | undefined {
  const open = `"${field}"`;
  for (let at = json.indexOf(open); at >= 0; at = json.indexOf(open, at + 1)) {
    const [, gap = ''] = /^(\s*:\s*)[[{]/.exec(json.slice(at + open.length, at + open.length + 40)) ?? [];
    if (gap !== '') return balanced(json, at + open.length + gap.length);
  }
  return undefined;
}

function balanced(json: string, from: number): string | undefined {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < json.length; at++) {
    const sign = json[at];
    if (quoted) {
      if (sign === '\\') at++;
      else if (sign === '"') quoted = false;
    } else if (sign === '"') quoted = true;
    else if (sign === '{' || sign === '[') depth++;
    else if ((sign === '}' || sign === ']') && --depth === 0) return json.slice(from, at + 1);
  }
  return undefined;
}

/**
 * AES in CBC. Which IV the new platform uses, its manual does not say: the key is usual, else sixteen zeros; the right one gives JSON.
 * @returns undefined when no way gives JSON
 */
export function decrypted(
  base64: string,
  key: Buffer,
  ivs: readonly Buffer[],
  unwrap = (text: Buffer): Buffer => text,
): unknown {
  for (const iv of ivs) {
    try {
      const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv);
      const text = Buffer.concat([decipher.update(Buffer.from(base64, 'base64')), decipher.final()]);
      const found = parsed(unwrap(text).toString('utf8'));
      if (found !== undefined) return found;
    } catch {
      // another key or another IV: the next one, and in the end it is unreadable
    }
  }
  return undefined;
}
