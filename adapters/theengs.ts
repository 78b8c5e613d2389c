// Theengs Gateway and OpenMQTTGateway: `home/<gateway>/BTtoMQTT/<mac>`, a device's advertisement as its decoder reads it.

import type { Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { MqttAdapter } from './adapter.ts';
import { batteryOf } from './battery.ts';
import { type Body, bodyOf, type Fields, flagOf, isFields, numberOf, textOf } from './body.ts';
import type { Words } from './callWords.ts';
import { movesOf, statesOf } from './detectors.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, pressOf } from './pressOf.ts';

export const theengs: MqttAdapter = {
  family: 'theengs',
  base: 'home',
  filters: (base) => [`${base}/+/BTtoMQTT/#`, `${base}/+/LWT`, `${base}/+/SYStoMQTT`],
  read(message, base) {
    if (!message.topic.startsWith(`${base}/`)) return undefined;
    const [gateway = '', what = '', ...more] = message.topic.slice(base.length + 1).split('/');
    const body = bodyOf(message.payload);
    if (what === 'LWT' && more.length === 0) return ofNow(message, readWill(body, gateway));
    if (what === 'SYStoMQTT') return message.retained ? nothing('replay') : [{ is: 'gateway', gateway, up: true }];
    if (what === 'BTtoMQTT') return ofNow(message, readAdvertisement(body, more[0]));
    return undefined;
  },
};

function readWill(body: Body, gateway: string): readonly Reading[] {
  const word = body.is === 'word' ? body.word.toLowerCase() : '';
  if (word !== 'online' && word !== 'offline') return [{ is: 'check', why: 'unreadable', word: `${gateway}/LWT` }];
  return [{ is: 'gateway', gateway, up: word === 'online' }];
}

/** A packet lives this long on its way; its number is one byte and comes again. */
const packetMs = 300_000;
/** The decoder's own numbers: long is 9, held 11 (BTHome: 4 and 254, which a later decoder may pass on). */
const events: Readonly<Record<string, string>> = {
  '1': 'press',
  '2': 'double_press',
  '3': 'triple_press',
  '4': 'long_press',
  '9': 'long_press',
  '11': 'hold_press',
  '128': 'hold_press',
  '254': 'hold_press',
};
const words: Words = Object.fromEntries(Object.values(events).map((word) => [word, 'sos' as const]));

function readAdvertisement(body: Body, segment: string | undefined): readonly Reading[] {
  if (body.is === 'empty') return nothing('empty');
  const address = (body.is === 'object' ? (textOf(body.fields.id) ?? textOf(body.fields.mac)) : undefined) ?? segment;
  const device = address === undefined ? undefined : addressForm(address);
  if (body.is !== 'object' || device === undefined) return [{ is: 'check', why: 'unreadable', ...defined({ device }) }];
  const { fields } = body;
  const battery = batteryOf({ pct: fields.batt, volts: fields.volt, low: fields.lowbatt });
  const said = { device, ...defined({ battery }) };
  if ('cipher' in fields) return [{ is: 'check', device, why: 'unreadable', word: 'encrypted' }];
  const pressed = pressedIn(fields);
  const states = statesOf(fields, said, true);
  if (pressed !== undefined) {
    const packet = numberOf(fields.packet);
    const word = events[pressed] ?? pressed;
    const once =
      packet === undefined ? { key: word, withinMs: copiesMs } : { key: `packet ${packet}`, withinMs: packetMs };
    return [pressOf(word, { ...said, once }, words), ...states];
  }
  const moves = movesOf(fields, { device });
  if (states.length > 0) return [...states, ...moves];
  return [...moves, { is: 'health', ...said, ...defined({ signal: numberOf(fields.rssi) }) }];
}

/** `button`, or one field for each key of a wall switch; 0 is none, and all of them are one hand. */
function pressedIn(fields: Fields): string | undefined {
  for (const key of Object.keys(fields)) {
    if (!/^button_?\d*$/.test(key)) continue;
    const values = Array.isArray(fields[key]) ? fields[key] : [fields[key]];
    const found = values
      .map((value) => (isFields(value) ? undefined : textOf(value)))
      .find((word) => word !== undefined && !quiet.has(word));
    if (found !== undefined) return flagOf(found) === true ? 'press' : found;
  }
  return undefined;
}
const quiet = new Set(['0', 'false', 'none', 'off', 'released', 'null']);
