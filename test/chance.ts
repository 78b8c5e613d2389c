// Numbers from a seed, so that a run that failed can be run again.

/** What draws a whole number from 0 up to, and without, `below`. */
export type Chance = (below: number) => number;

/** mulberry32: small, fast, and the same everywhere. */
export function chance(seed: number): Chance {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** One of several. */
export const pick = <T>(random: Chance, from: readonly T[]): T => from[random(from.length)] as T;
