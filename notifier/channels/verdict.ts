// What a provider's code means. Providers answer HTTP 200 to nearly everything: the body is the verdict, and each channel has a table of codes.
import type { Blame, Outcome } from '../channel.ts';
import type { Answered } from './connection.ts';

/**
 * `mend`: every message fails until somebody mends address, secret or account. `refused`: not this message, or not this person.
 * `later`: worth another try, at the earliest after `afterMs`. `limited`: the same, because so many are not allowed.
 */
export type Meaning =
  | { means: 'mend' }
  | { means: 'refused' }
  | { means: 'later'; blame: Blame; afterMs: number }
  | { means: 'limited'; blame: Blame; afterMs: number };

/** A code that ends with `*` stands for all that begin like it; the first line that fits counts. */
export type Codes = readonly (readonly [codes: readonly (string | number)[], meaning: Meaning])[];

export const mend: Meaning = { means: 'mend' };
export const refused: Meaning = { means: 'refused' };
export const later = (blame: Blame, afterMs = 0): Meaning => ({ means: 'later', blame, afterMs });
export const limited = (blame: Blame, afterMs: number): Meaning => ({ means: 'limited', blame, afterMs });

/**
 * What a code comes to. One that no table knows is worth another try: nothing is lost by it, and its number stands in the log.
 * @param retryAfterMs as the answer's header has it; the longer one counts
 */
export function judge(code: string | number, codes: Codes, retryAfterMs = 0): Outcome {
  const word = wordOf(code);
  const [, meaning] = codes.find(([some]) => some.some((one) => fits(word, String(one)))) ?? [];
  return meaning === undefined
    ? { kind: 'failed', why: `${word}, a code that is in no table`, blame: 'recipient', retryAfterMs }
    : outcomeOf(word, meaning, retryAfterMs);
}

export function outcomeOf(why: string, meaning: Meaning, retryAfterMs = 0): Outcome {
  if (meaning.means === 'refused') return { kind: 'refused', why };
  if (meaning.means === 'mend') return { kind: 'failed', why, blame: 'gateway', untilMended: true };
  const { blame, afterMs, means } = meaning;
  const failed: Outcome = { kind: 'failed', why, blame, retryAfterMs: Math.max(afterMs, retryAfterMs) };
  return means === 'limited' ? { ...failed, limit: 'theirs' } : failed;
}

/** An answer without a code: what its status says. 2xx without one is no success, for nobody said so. */
export function judgeStatus({ status, retryAfterMs }: Answered): Outcome {
  const why = `HTTP ${status}`;
  if (status === 429) return outcomeOf(why, limited('gateway', 1_000), retryAfterMs);
  // Whoever stands between could not wait for the provider, which may have done it.
  if (status === 504) return { kind: 'failed', why, blame: 'recipient', retryAfterMs, perhaps: true };
  if (status === 408 || status === 425 || status >= 500) return outcomeOf(why, later('recipient'), retryAfterMs);
  if (status < 300)
    return { kind: 'failed', why: `${why} without a code`, blame: 'gateway', retryAfterMs: 0, perhaps: true };
  if (status < 400 || [401, 403, 404, 405, 410].includes(status)) return outcomeOf(why, mend);
  return outcomeOf(why, refused);
}

/** A code as it may stand in a log: what a provider writes beside it may be about a person. */
const wordOf = (code: string | number): string =>
  `code ${String(code)
    .replaceAll(/[^\w.:-]/g, '')
    .slice(0, 80)}`;

const fits = (word: string, one: string): boolean =>
  one.endsWith('*') ? word.startsWith(`code ${one.slice(0, -1)}`) : word === `code ${one}`;
