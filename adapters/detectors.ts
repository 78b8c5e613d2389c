// Flags that detectors and buttons publish again and again (trap 3), whoever's gateway they come through: what their going to true means.

import type { MovedReading, StateReading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { PressKind } from '../contracts/terms.ts';
import { type Fields, flagOf } from './body.ts';

/** `on`: the words of a field that is no plain truth; every other text of it is off. */
type Flag = { kind: PressKind; word?: string; on?: readonly string[] };

const smoke: Flag = { kind: 'smoke' };
const gas: Flag = { kind: 'smoke', word: 'gas' };
const carbonMonoxide: Flag = { kind: 'smoke', word: 'carbon_monoxide' };
const water: Flag = { kind: 'service', word: 'water' };
const sos: Flag = { kind: 'sos' };

/** By the name of the field. What is not here (contact, occupancy, presence, vibration) is no alarm. */
const flags: Readonly<Record<string, Flag>> = {
  sos,
  sos_alarm: sos,
  sos_state: sos,
  panic: sos,
  panic_alarm: sos,
  emergency: sos,
  help: sos,
  fall: { kind: 'fall' },
  fall_detected: { kind: 'fall' },
  fall_status: { kind: 'fall', on: ['fall_warning', 'fall_alarm', 'fall'] },
  fall_down_status: { kind: 'fall', on: ['maybe_fall', 'fall'] },
  status: { kind: 'fall', on: ['falling', 'fall'] },
  smoke,
  smoke_alarm: smoke,
  smoke_detected: smoke,
  smoke_alarm_1: smoke,
  smoke_alarm_2: smoke,
  smoke_state: { kind: 'smoke', on: ['alarm'] },
  fire: { kind: 'smoke' },
  heat: { kind: 'smoke', word: 'heat' },
  heat_alarm: { kind: 'smoke', word: 'heat' },
  gas,
  gas_leak: gas,
  gas_alarm: gas,
  gas_alarm_1: gas,
  gas_alarm_2: gas,
  gas_sensor_state: { ...gas, on: ['alarm'] },
  carbon_monoxide: carbonMonoxide,
  carbon_monoxide_alarm_1: carbonMonoxide,
  carbon_monoxide_alarm_2: carbonMonoxide,
  co_alarm: carbonMonoxide,
  co_state: { ...carbonMonoxide, on: ['alarm'] },
  water,
  water_leak: water,
  water_leak_alarm_1: water,
  water_leak_alarm_2: water,
  water_leakage: water,
  active_water_leak: water,
  water_leakage_state: { ...water, on: ['water_leakage_yes'] },
  leak: water,
  leakage: water,
  leakage_status: { ...water, on: ['leak'] },
  flood: water,
  moisture: water,
  test: { kind: 'test' },
  test_alarm: { kind: 'test' },
};

/** What the flags among these fields say, each once. A number is a measurement and no flag, unless `numbers` (BTHome writes 0 and 1). */
export function statesOf(
  fields: Fields,
  said: Omit<StateReading, 'is' | 'flag' | 'kind' | 'on'>,
  numbers = false,
): StateReading[] {
  return Object.entries(flags).flatMap(([flag, { kind, word, on: words }]) => {
    if (!Object.hasOwn(fields, flag)) return [];
    const value = numbers && (fields[flag] === 0 || fields[flag] === 1) ? fields[flag] === 1 : fields[flag];
    const on = words !== undefined && typeof value === 'string' ? words.includes(value.toLowerCase()) : flagOf(value);
    if (on === undefined || (words !== undefined && !isOf(flag, value, on))) return [];
    return [{ ...said, is: 'state', flag, kind, on, ...(word === undefined ? {} : { word }) }];
  });
}

/** What tells that somebody moved, by the name of the field; `contact` and the like are doors, whatever is behind them. */
const movements: Readonly<Record<string, MovedReading['by']>> = {
  occupancy: 'motion',
  presence: 'motion',
  motion: 'motion',
  moving: 'motion',
  contact: 'door',
  door: 'door',
  door_state: 'door',
  opening: 'door',
  opening_state: 'door',
  window: 'door',
};
const openWords: readonly string[] = ['open', 'opened', 'on', 'true', '1'];
const shutWords: readonly string[] = ['close', 'closed', 'off', 'false', '0', 'clear'];

/** The movements among these fields, each once; a value that is no plain truth says nothing. */
export function movesOf(fields: Fields, said: Pick<MovedReading, 'device' | 'at'>): MovedReading[] {
  return Object.entries(movements).flatMap(([flag, by]) => {
    if (!Object.hasOwn(fields, flag)) return [];
    const on = truthOf(fields[flag]);
    return on === undefined ? [] : [{ is: 'moved', device: said.device, flag, by, on, ...defined({ at: said.at }) }];
  });
}

function truthOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const word = typeof value === 'number' || typeof value === 'string' ? String(value).toLowerCase() : undefined;
  if (word === undefined) return undefined;
  return openWords.includes(word) ? true : shutWords.includes(word) ? false : undefined;
}

/** `status` is a field of half the world: only a fall is of concern, and its end only where a fall detector says it. */
const isOf = (flag: string, value: unknown, on: boolean): boolean =>
  flag !== 'status' || on || (typeof value === 'string' && ofFallDetector.has(value));
const ofFallDetector = new Set(['unoccupied', 'occupied', 'sitting', 'on_the_bed', 'low_posture']);
