// Which faults a run makes, in which order and for how long: all of it follows from the seed.
import { between, chanceOf, oneOf } from '../../devices-sim/chance.ts';
import type { Fault } from './faults.ts';

/** @property heldMs how long it lasts @property pauseMs how long the system is left alone afterwards @property n its place */
export type Planned = { n: number; fault: Fault; heldMs: number; pauseMs: number };

/** Beyond this a lease has expired and a standby has taken over. */
const pastTheLeaseMs = [3_600, 7_000] as const;
const shortestMs = 1_000;
const pauseMs = [300, 1_500] as const;

/** One of each family, drawn: the short form. */
export function oneOfEach(faults: readonly Fault[], seed: number): Fault[] {
  const chance = chanceOf(seed, 'families');
  const families = [...new Set(faults.map(({ family }) => family))];
  return families.flatMap(
    (name) =>
      oneOf(
        chance,
        faults.filter(({ family }) => family === name),
      ) ?? [],
  );
}

/**
 * Each kind comes once before any comes twice.
 * @param longestMs how long a fault that is held may last
 */
export function planFaults(faults: readonly Fault[], count: number, seed: number, longestMs: number): Planned[] {
  const chance = chanceOf(seed, 'plan');
  const planned: Planned[] = [];
  let deck: Fault[] = [];
  while (planned.length < count && faults.length > 0) {
    if (deck.length === 0) deck = [...faults];
    const [fault] = deck.splice(Math.floor(chance() * deck.length), 1);
    if (!fault) continue;
    const held = fault.lasts === 'pause' ? pastTheLeaseMs : ([shortestMs, longestMs] as const);
    const mostlyShort = (): number => chance() ** 2; // long ones are as telling, and cost a night
    const heldMs = fault.lasts === 'instant' ? 0 : Math.round(between(mostlyShort, held));
    planned.push({ n: planned.length + 1, fault, heldMs, pauseMs: Math.round(between(chance, pauseMs)) });
  }
  return planned;
}
