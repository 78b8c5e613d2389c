// How devices live, as data: what they run on, and how often they speak by themselves. A model is found by a word of its name.
// Sources: facts/devices.md (Tasmota's `tele/STATE` each 300 s; battery devices of Zigbee2MQTT are called offline after 25 h and cannot be asked);
// facts/standards.md (Tunstall's sensors speak each 4 h).
import type { Device } from '../../../contracts/office/community.ts';

/** `lowVolts`: at or below it its battery is low, where it says volts and nothing else. */
export type Model = { power: 'mains' | 'battery'; beatSeconds: number; lowVolts?: number };

const hour = 3_600;
const sleeper: Model = { power: 'battery', beatSeconds: 4 * hour };
/** At 2.5 V a lithium cell of 3 V is empty. */
const buttonCell: Model = { ...sleeper, lowVolts: 2.5 };

/** The first word that the model's name has, in small letters. */
const byWord: readonly (readonly [word: string, model: Model])[] = [
  ['tasmota', { power: 'mains', beatSeconds: 300 }],
  ['sonoff-basic', { power: 'mains', beatSeconds: 300 }],
  ['esphome', { power: 'mains', beatSeconds: 300 }],
  ['shelly-i4', { power: 'mains', beatSeconds: 300 }],
  ['shellybutton1', { power: 'battery', beatSeconds: 24 * hour }],
  ['sbbt-002c', { ...buttonCell, beatSeconds: 6 * hour }],
  ['ts0215a', buttonCell],
  ['ts0601_sos', buttonCell],
  ['r7052', buttonCell],
  ['bt400b', buttonCell],
  ['hs1eb', buttonCell],
  ['so100', buttonCell],
  ['seb01zb', buttonCell],
  ['ws101', { power: 'battery', beatSeconds: 18 * hour }],
];

const byKind: Readonly<Record<Device['kind'], Model>> = {
  button: sleeper,
  pendant: { power: 'battery', beatSeconds: hour },
  sensor: sleeper,
};

/** How this device lives: as its model is known to, else as its kind does. */
export function modelOf({ kind, model }: Pick<Device, 'kind' | 'model'>): Model {
  const name = model?.toLowerCase() ?? '';
  return byWord.find(([word]) => name.includes(word))?.[1] ?? byKind[kind];
}
