// How vendors sign what they send: weakly, each in its own way, and compared here without telling how much of it was right.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Algorithm } from '../contracts/office/mapping.ts';

export type Encoding = 'hex' | 'base64';

/** @param key of an hmac; the other algorithms have their secret inside the text */
export function signed(algorithm: Algorithm, text: string, encoding: Encoding, key = ''): string {
  const made = algorithm.startsWith('hmac-') ? createHmac(algorithm.slice(5), key) : createHash(algorithm);
  return made.update(text, 'utf8').digest(encoding);
}

/** The parts in their order by code unit, joined: what Huawei and Tencent hash. */
export const sortedTogether = (parts: readonly string[]): string => [...parts].sort().join('');

/**
 * In constant time. Hex may come in capitals; base64 comes with its `+` turned to blanks where it went through a URL, and without its end.
 */
export function sameSignature(said: string | undefined, made: string, encoding: Encoding): boolean {
  if (said === undefined || said.length > longestSignature) return false;
  return sameText(canonical(said, encoding), canonical(made, encoding));
}
/** The longest of them is half of that; looking for the end of a longer one takes as long as its sender likes. */
export const longestSignature = 200;
const canonical = (text: string, encoding: Encoding): string =>
  encoding === 'hex' ? text.trim().toLowerCase() : text.trim().replaceAll(' ', '+').replace(/=+$/, '');

/** Whether two secrets are the same, in constant time whatever their lengths. */
export const sameText = (one: string, other: string): boolean => timingSafeEqual(hashed(one), hashed(other));
const hashed = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();
