// Providers count by the days of Beijing.

export const dayMs = 24 * 3_600_000;
const aheadMs = 8 * 3_600_000;

/** How far the day is there, ms. @param now unix ms */
export const sinceMidnightMs = (now: number): number => (now + aheadMs) % dayMs;

/** Until the next one begins, ms. @param now unix ms */
export const restOfDayMs = (now: number): number => dayMs - sinceMidnightMs(now);
