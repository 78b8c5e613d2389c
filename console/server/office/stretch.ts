// How long a stretch of time may be that the books are asked about.
import { Refused } from '../refusal.ts';

const stretchAtMostMs = 400 * 24 * 3_600_000;

/** @throws Refused when it is none, or longer than a year and a month */
export function checkStretch({ from, until }: { from: string; until: string }): void {
  const length = Date.parse(until) - Date.parse(from);
  if (!(length > 0 && length <= stretchAtMostMs)) throw new Refused('stretch_too_long', 'until');
}
