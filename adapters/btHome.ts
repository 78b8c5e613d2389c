// Buttons that advertise in BTHome (Shelly BLU), through a gateway that writes what it heard as JSON, on any topic: known by shape alone.
// The packet id is one byte, so that it is a key only for as long as copies of one packet come, from several gateways too.

import type { Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { MqttAdapter } from './adapter.ts';
import { batteryOf } from './battery.ts';
import { bodyOf, type Fields, fieldsOf, flagOf, isFields, numberOf, textOf } from './body.ts';
import type { Words } from './callWords.ts';
import { movesOf, statesOf } from './detectors.ts';
import { ofNow } from './kept.ts';
import { copiesMs, pressOf } from './pressOf.ts';

export const btHome: MqttAdapter = {
  family: 'btHome',
  base: '',
  filters: (base) => [base === '' ? '#' : `${base}/#`],
  read(message, base) {
    if (base !== '' && message.topic !== base && !message.topic.startsWith(`${base}/`)) return undefined;
    const body = bodyOf(message.payload);
    if (body.is !== 'object') return undefined;
    const { fields } = body;
    const nested = fields.service_data;
    const isFlat = isFields(nested) ? false : 'BTHome_version' in fields || 'bthome_version' in fields;
    if (!isFlat && (nested === undefined || addressIn(fields) === undefined)) return undefined;
    if (!isFlat && !isFields(nested)) return ofNow(message, undecoded(fields));
    const readings = readServiceData(fields, isFlat ? fields : fieldsOf(nested));
    return readings === undefined ? undefined : ofNow(message, readings);
  },
};

const addressIn = ({ addr, address, mac }: Fields): string | undefined =>
  textOf(addr) ?? textOf(address) ?? textOf(mac);

/** The gateway heard the device and could make nothing of it. */
const undecoded = (fields: Fields): readonly Reading[] => [
  { is: 'check', device: addressForm(addressIn(fields) ?? ''), why: 'unreadable', word: 'undecoded' },
];

/** A packet lives this long on its way through slow gateways; a button that says its last press again hours later has called again (trap 7). */
const packetMs = 300_000;

/** BTHome's button events; 254 is Shelly's own. */
const events: Readonly<Record<number, string>> = {
  1: 'press',
  2: 'double_press',
  3: 'triple_press',
  4: 'long_press',
  5: 'long_double_press',
  6: 'long_triple_press',
  128: 'hold_press',
  254: 'hold_press',
};
const words: Words = Object.fromEntries(Object.values(events).map((word) => [word, 'sos' as const]));

/** One packet: `about` has the address and the signal, `packet` what the device said. Undefined: nobody knows whose it is. */
export function readServiceData(about: Fields, packet: Fields): readonly Reading[] | undefined {
  const address = addressIn(about);
  if (address === undefined) return undefined;
  const device = addressForm(address);
  const isSealed = flagOf(packet.encryption) === true && !('button' in packet) && !('battery' in packet);
  if (isSealed) return [{ is: 'check', device, why: 'unreadable', word: 'encrypted' }];
  const battery = batteryOf({ pct: packet.battery, volts: packet.voltage, low: packet.battery_low });
  const pid = numberOf(packet.pid) ?? numberOf(packet.packet_id) ?? numberOf(packet.packet);
  const said = { device, ...defined({ battery }) };
  const states = statesOf(packet, said, true);
  const pressed = buttonsIn(packet).find(({ event }) => event !== '0'); // several keys in one packet are one hand
  if (pressed !== undefined) {
    const word = events[Number(pressed.event)] ?? pressed.event;
    const once =
      pid === undefined
        ? { key: `${pressed.key}:${word}`, withinMs: copiesMs }
        : { key: `pid ${pid}`, withinMs: packetMs };
    return [pressOf(word, { ...said, once }, words), ...states];
  }
  const moves = movesOf(packet, { device });
  if (states.length > 0) return [...states, ...moves];
  const tamper = flagOf(packet.tamper === 1 ? true : packet.tamper === 0 ? false : packet.tamper);
  return [...moves, { is: 'health', ...said, ...defined({ signal: numberOf(about.rssi), tamper }) }];
}

/** `button` is a number, a word, or one for each key; some gateways number the fields. */
function buttonsIn(packet: Fields): { key: string; event: string }[] {
  return Object.keys(packet).flatMap((key) => {
    if (!/^button(?:_?\d+)?$/.test(key)) return [];
    const value = packet[key];
    return (Array.isArray(value) ? value.slice(0, 16) : [value]).flatMap((one, at) => {
      const event = isFields(one) ? textOf(one.event) : textOf(one);
      return event === undefined || quiet.has(event.toLowerCase()) ? [] : [{ key: `${key}${at}`, event }];
    });
  });
}
const quiet = new Set(['none', 'null', 'false', '']);
