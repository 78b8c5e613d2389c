// Repeatable chance: the same seed and name give the same draws, whatever the others draw meanwhile.

/** A stream of numbers in [0, 1). */
export type Chance = () => number;

/** The stream of one simulated thing (mulberry32, seeded by FNV-1a of seed and name). */
export function chanceOf(seed: number, name: string): Chance {
  let state = 0x811c9dc5 ^ seed;
  for (let i = 0; i < name.length; i++) state = Math.imul(state ^ name.charCodeAt(i), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Evenly from a range. */
export const between = (chance: Chance, [from, to]: readonly [number, number]): number => from + chance() * (to - from);

/** Waiting time of rare, independent things with this mean. */
export const exponential = (chance: Chance, mean: number): number => -Math.log(1 - chance()) * mean;

/** One of a list; the list must not be empty. */
export function oneOf<T>(chance: Chance, list: readonly [T, ...T[]] | readonly T[]): T | undefined {
  return list[Math.floor(chance() * list.length)];
}
