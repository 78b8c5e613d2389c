// How many cases, from which seed, and what became of them. A case is drawn from the seed and its own number alone, so that one that failed is
// drawn again by the same seed whatever ran beside it.
import { type Chance, chance } from '../chance.ts';

/** `npm run test:fuzz` sets a million. */
const casesInAll = Number(process.env.YJT_FUZZ_CASES ?? 8_000);
export const seed = Number(
  process.env.YJT_FUZZ_SEED ?? (process.env.YJT_FUZZ_CASES === undefined ? 20_261_128 : Date.now() % 2 ** 31),
);

/** Which share of all cases each kind has; they add up to one. */
const shares = {
  'MQTT bytes': 0.15,
  'MQTT messages': 0.25,
  'HTTP bytes': 0.1,
  'HTTP requests': 0.15,
  'WebSocket frames': 0.1,
  imports: 0.05,
  'stored values': 0.2,
} as const;
export type Kind = keyof typeof shares;

/** How many cases of this kind. */
export const casesOf = (kind: Kind): number => Math.round(casesInAll * shares[kind]);
/** A million at some hundreds a second. */
export const fuzzTimeoutMs = 12 * 3_600_000;

/** What one case draws from. */
export function chanceOf(kind: Kind, number: number): Chance {
  const salt = Object.keys(shares).indexOf(kind) + 1;
  const random = chance(Math.imul(seed ^ Math.imul(salt, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(number, 0xc2b2ae35));
  random(2);
  return random;
}

/** Counts outcomes by name, for the line that is printed. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(outcome: string): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1);
  }

  get(outcome: string): number {
    return this.#counts.get(outcome) ?? 0;
  }

  /** Printed, so that a run can be repeated and what it tried be seen. */
  print(kind: Kind, seconds: number): void {
    const all = [...this.#counts].sort(([, a], [, b]) => b - a);
    const cases = all.reduce((sum, [, count]) => sum + count, 0);
    console.log(
      `fuzz: ${cases} cases of ${kind} in ${seconds.toFixed(0)} s, seed ${seed}: ${all.map(([name, count]) => `${name} ${count}`).join(', ')}`,
    );
  }
}

/**
 * Runs all cases of a kind, so many at once.
 * @throws with seed and number of the first case that throws
 */
export async function eachCase(
  kind: Kind,
  { atOnce = 1, tally }: { atOnce?: number; tally: Tally },
  run: (random: Chance, number: number) => string | Promise<string>,
): Promise<void> {
  const began = performance.now();
  let next = 0;
  let failed = false;
  let slowest = { ms: 0, number: 0 };
  const worker = async (): Promise<void> => {
    while (!failed && next < casesOf(kind)) {
      const number = next++;
      const since = performance.now();
      try {
        tally.add(await run(chanceOf(kind, number), number));
        const ms = performance.now() - since;
        if (ms > slowest.ms) slowest = { ms, number };
      } catch (error) {
        failed = true;
        throw new Error(
          `${kind}, case ${number} of YJT_FUZZ_SEED=${seed}: ${error instanceof Error ? error.stack : error}`,
        );
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  tally.print(kind, (performance.now() - began) / 1000);
  console.log(`fuzz: the slowest was case ${slowest.number} with ${slowest.ms.toFixed(0)} ms`);
}
