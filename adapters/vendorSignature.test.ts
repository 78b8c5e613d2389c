import { describe, expect, it } from 'vitest';
import { posted } from './given.ts';
import { requestOf } from './mapped.ts';
import { findProof } from './proofs.ts';
import { sameSignature, signed } from './vendorSignature.ts';

const long = `${'='.repeat(150_000)}x`;
const msOf = (what: () => unknown): number => {
  const begun = performance.now();
  what();
  return performance.now() - begun;
};

describe('a signature', () => {
  it('in base64 is the same with its blanks and without its end', () => {
    const made = signed('md5', 'abc', 'base64');
    expect(sameSignature(made.replaceAll('+', ' ').replace(/=+$/, ''), made, 'base64')).toBe(true);
    expect(sameSignature(`${made.slice(1)}A`, made, 'base64')).toBe(false);
    expect(sameSignature(undefined, made, 'base64')).toBe(false);
  });
  it('that is longer than any is refused without being looked through', () => {
    expect(msOf(() => expect(sameSignature(long, 'x', 'base64')).toBe(false))).toBeLessThan(500);
  });
  it('that is longer than any is not searched for how it is made', () => {
    const request = requestOf(posted({ sign: long }), 'k', 0);
    expect(msOf(() => expect(findProof([request], 'body.sign')).toBeUndefined())).toBeLessThan(500);
  });
});
