// Codes of 企业微信, of its robots and its applications.
import { type Codes, later, limited, mend, refused } from './verdict.ts';

/** A token that does not count any more: a new one is asked for once. */
export const staleTokens: ReadonlySet<unknown> = new Set([40014, 42001]);

export const wecomCodes: Codes = [
  [[-1], later('gateway')],
  [[45009, 45033], limited('gateway', 60_000)],
  [[...staleTokens].map(Number), later('gateway')],
  // credential, right, address that is not on the list; the last one: a robot that was removed
  [[40001, 41001, 48002, 60020, 301002, 93000], mend],
  [[81013, 82001, 60011], refused],
  [[40008, 40058, 44004, 45002], refused],
];
