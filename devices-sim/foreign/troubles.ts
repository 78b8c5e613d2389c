// What goes wrong with devices in the field (facts: traps of devices), as steps: what is said, and how long after what came before it.
import { bare, type Message, type Moment, type Simulated, type SimulatedFamily } from './message.ts';

/** `press` and `alive` are no trouble. */
export const troubles = ['flat', 'flap', 'replay', 'lie', 'drown'] as const;
export type Trouble = (typeof troubles)[number];

/** @property afterMs after the step before */
export type Step = { afterMs: number; messages: readonly Message[] };

/** @property from its first moment. @property everyMs between one and the next. @property times how often. @property live at a broker of ours: what is retained there is said now */
export type Staged = {
  family: SimulatedFamily;
  of: Simulated;
  from: Moment;
  everyMs: number;
  times: number;
  live: boolean;
};

/** It is pressed, once or several times; each is a press of its own. */
export const pressed = (staged: Staged): Step[] => [
  ...joined(staged),
  ...many(staged, (moment) => onePress(staged, moment)),
];

/** It gives signs of life. */
export const living = (staged: Staged): Step[] => [
  ...joined(staged),
  ...many(staged, (moment) => staged.family.alive(staged.of, moment)),
];

/** The steps of a trouble. @throws Error that says why this family cannot have it */
export function troubled(trouble: Trouble, staged: Staged): Step[] {
  switch (trouble) {
    case 'flat':
      return [...joined(staged), ...flat(staged)];
    case 'flap':
      return [...joined(staged), ...flapping(staged)];
    case 'replay':
      return [...joined(staged), ...replayed(staged)];
    case 'lie':
      return [...joined(staged), ...lying(staged)];
    case 'drown':
      return drowning(staged);
  }
}

const joined = ({ family, of }: Staged): Step[] => (family.hello ? [{ afterMs: 0, messages: family.hello(of) }] : []);

function onePress({ family, of }: Staged, moment: Moment): readonly Message[] {
  return [...family.press(of, moment), ...(family.release?.(of, moment) ?? [])];
}

function many({ from, everyMs, times }: Staged, say: (moment: Moment, i: number) => readonly Message[]): Step[] {
  return Array.from({ length: times }, (_, i) => ({
    afterMs: i === 0 ? 0 : everyMs,
    messages: say({ ...from, n: from.n + i, at: from.at + i * everyMs }, i),
  }));
}

/** Its battery ends: it says so on the way, is pressed once more with the last of it, and is silent. */
function flat(staged: Staged): Step[] {
  const { family, of, from, everyMs } = staged;
  const levels = [25, 20, 10, 3];
  const dying = levels.map((battery, i) => ({
    afterMs: i === 0 ? 0 : everyMs,
    messages: family.alive(of, { battery, n: from.n + i, at: from.at + i * everyMs }),
  }));
  const last: Moment = { battery: 0, n: from.n + levels.length, at: from.at + levels.length * everyMs };
  return [...dying, { afterMs: everyMs, messages: onePress(staged, last) }];
}

/** Gone and back, gone and back; who has no word for it gives signs of life with long breaths between. */
function flapping(staged: Staged): Step[] {
  const { family, of } = staged;
  return many(
    staged,
    (moment, i) => family.there?.(of, moment, i % 2 === 1) ?? (i % 2 === 1 ? [] : family.alive(of, moment)),
  );
}

/** One press, and then the very same bytes again and again. */
function replayed(staged: Staged): Step[] {
  const { family, of, from, everyMs, times } = staged;
  const messages = family.press(of, from);
  const again = Array.from({ length: times }, () => ({ afterMs: everyMs, messages }));
  const release = family.release?.(of, from) ?? [];
  return [{ afterMs: 0, messages }, ...again, { afterMs: 0, messages: release }];
}

/** Clocks that were never set, that run ahead, that stood still; each is a press. */
function lying(staged: Staged): Step[] {
  const { from, everyMs } = staged;
  const clocks = [0, Date.UTC(2000, 0, 1), from.at - day, from.at + 365 * day];
  return clocks.map((at, i) => ({
    afterMs: i === 0 ? 0 : everyMs,
    messages: onePress(staged, { ...from, at: at + i * everyMs, n: from.n + i }),
  }));
}
const day = 86_400_000;

/**
 * A broker that had everything retained: names and states of devices long gone, and at a foreign one their last presses too. Then one press of now.
 * @throws where nothing is retained
 */
function drowning(staged: Staged): Step[] {
  const { family, of, from, times, live } = staged;
  const old = Array.from({ length: times }, (_, i): Simulated => ({ ...of, address: anotherAddress(of.address, i) }));
  const said = old.flatMap((one) => [
    ...(family.hello?.(one) ?? []),
    ...family.alive(one, from),
    ...(live ? [] : family.press(one, from)),
  ]);
  if (said.some(({ by }) => by !== 'mqtt'))
    throw new Error('nothing is retained but by a broker: choose a family that speaks MQTT');
  const retained = said.map((one) => (one.by === 'mqtt' ? { ...one, retain: true } : one));
  return [
    { afterMs: 0, messages: retained },
    ...joined(staged),
    { afterMs: staged.everyMs, messages: onePress(staged, from) },
  ];
}

/** One that nobody has: as long, and of the same kind of digits. */
function anotherAddress(address: string, i: number): string {
  const digits = bare(address);
  const radix = /^\d+$/.test(digits) ? 10 : 16;
  const tail = (radix === 10 ? 900_000 + i : 0xf00000 + i).toString(radix);
  return `${digits.slice(0, -6)}${tail}`.slice(-digits.length);
}
