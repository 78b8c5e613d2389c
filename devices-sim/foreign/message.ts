// What a simulated device of another maker says, and who says it. A family is a file; what it says is held against the makers' own samples in
// messages.test.ts, so that simulator and adapter cannot agree on something wrong.
import type { Chance } from '../chance.ts';

/** As it goes through a door: to a broker, to an address, or over a connection of its own. */
export type Message =
  | { by: 'mqtt'; topic: string; payload: string; qos: 0 | 1; retain: boolean }
  | {
      by: 'http';
      method: 'GET' | 'POST';
      path: string;
      query: Record<string, string>;
      headers: Record<string, string>;
      body: string;
    }
  | { by: 'tcp'; frame: Uint8Array; answered: boolean };

/**
 * The device. `address`: who it is to its vendor, as the registry has it. `base`, `secret`, `aesKey`: of its source. `chance` draws nonces and ids.
 * `model`: as the registry has it, where a family knows models.
 */
export type Simulated = {
  address: string;
  base?: string | undefined;
  secret?: string | undefined;
  aesKey?: string | undefined;
  model?: string | undefined;
  chance: Chance;
};

/** One moment of it. `at`: by its own clock, ms, which may lie. `n`: what it counts, from 1. `battery`: per cent. */
export type Moment = { at: number; n: number; battery: number };

/** How the devices of one family speak. */
export type SimulatedFamily = {
  /** what is said of it when it joins: whose name the name is */
  hello?(of: Simulated): readonly Message[];
  /** a hand presses: all that is said of it, mirrors and echoes too */
  press(of: Simulated, moment: Moment): readonly Message[];
  /** the hand lets go, where that is said */
  release?(of: Simulated, moment: Moment): readonly Message[];
  /** a sign of life, with the battery where it says one */
  alive(of: Simulated, moment: Moment): readonly Message[];
  /** what it hangs on, or itself, is there or gone */
  there?(of: Simulated, moment: Moment, up: boolean): readonly Message[];
};

/** On a topic; text as it is, anything else as JSON. */
export const told = (topic: string, said: unknown, { retain = false, qos = 1 }: Told = {}): Message => ({
  by: 'mqtt',
  topic,
  payload: typeof said === 'string' ? said : JSON.stringify(said),
  qos,
  retain,
});
type Told = { retain?: boolean; qos?: 0 | 1 };

/** A request as a vendor's cloud makes it. */
export const posted = (
  body: unknown,
  besides: Partial<Omit<Extract<Message, { by: 'http' }>, 'by'>> = {},
): Message => ({
  by: 'http',
  method: 'POST',
  path: '',
  query: {},
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...besides,
});

/** The hex digits of an address, without what they are written with. */
export const bare = (address: string): string => address.replace(/^0x/i, '').replaceAll(/[:-]/g, '');

/** `AA:BB:…` */
export const withColons = (address: string): string => bare(address).toUpperCase().match(/../g)?.join(':') ?? address;

/** So many hex digits. */
export const hexOf = (chance: Chance, digits: number): string =>
  Array.from({ length: digits }, () => Math.floor(chance() * 16).toString(16)).join('');

/** A UUID of version 4. */
export const uuidOf = (chance: Chance): string =>
  `${hexOf(chance, 8)}-${hexOf(chance, 4)}-4${hexOf(chance, 3)}-8${hexOf(chance, 3)}-${hexOf(chance, 12)}`;

/** Where pendants of the simulator are: the middle of the sample's district, WGS-84. */
export const here = { lon: 104.0647, lat: 30.6412 } as const;

/** The parts of an instant by the clock of a place that is so many hours before UTC, two digits each, of the year four. */
export function wallClock(
  at: number,
  hours: number,
): Record<'year' | 'month' | 'day' | 'hour' | 'minute' | 'second', string> {
  const [, year = '', month = '', day = '', hour = '', minute = '', second = ''] =
    /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)/.exec(new Date(at + hours * 3_600_000).toISOString()) ?? [];
  return { year, month, day, hour, minute, second };
}
