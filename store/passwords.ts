// Passwords that people choose, as argon2id: memory-hard, so that a stolen store is not guessed through by graphics cards.
// Secrets that the system makes are in directory.ts and tokens.ts: of 160 random bits nobody guesses one (docs/decisions/003).
import { scrypt, timingSafeEqual } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/**
 * OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane; some 70 ms. A bigger memory would buy little
 * more and cost every sign-in of a small machine; who may hash at once: console/server/session/signIn.ts.
 */
const cost = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const ofToday = `$argon2id$v=19$m=${cost.memoryCost},t=${cost.timeCost},p=${cost.parallelism}$`;

/** How a password is kept. `salt`: beside a scrypt hash of before argon2id; the hash of today holds its own. */
export type KeptPassword = { hash: string; salt?: string | undefined };

/** A password on its way into the store. */
export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), cost);

/** Is it this password? Takes the same time when there is none, so that a login is not given away by it. */
export async function isPassword(kept: KeptPassword | undefined, password: string): Promise<boolean> {
  if (kept === undefined) {
    await hashPassword(password);
    return false;
  }
  if (kept.salt === undefined) return verify(kept.hash, password.normalize('NFKC'));
  const given = Buffer.from(await scryptOf(password, kept.salt));
  const right = Buffer.from(kept.hash);
  return given.length === right.length && timingSafeEqual(given, right);
}

/** Kept in a way of before: to be written anew when the person next gives it. */
export const isOfBefore = ({ hash, salt }: KeptPassword): boolean => salt !== undefined || !hash.startsWith(ofToday);

/** Up to data of November 2026: 16 MB, N = 2^14, r = 8, p = 5. */
function scryptOf(password: string, salt: string): Promise<string> {
  return new Promise((done, failed) => {
    const options = { N: 2 ** 14, r: 8, p: 5, maxmem: 64 * 1024 * 1024 };
    scrypt(password.normalize('NFKC'), salt, 32, options, (error, key) =>
      error ? failed(error) : done(key.toString('hex')),
    );
  });
}
