// ESPHome over MQTT: `<prefix>/binary_sensor/<id>/state`, ON or OFF, kept by default and said again on each reconnect: a flag, not an event.

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { PressKind } from '../contracts/terms.ts';
import type { MqttAdapter } from './adapter.ts';
import { byName } from './address.ts';
import { batteryOf } from './battery.ts';
import { type Body, bodyOf, type Fields, flagOf, numberOf, textOf } from './body.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, pressOf } from './pressOf.ts';

export const espHome: MqttAdapter = {
  family: 'espHome',
  base: '',
  filters: (base) =>
    ['+/binary_sensor/+/state', '+/event/+/state', '+/sensor/+/state', '+/status'].map((topic) =>
      base === '' ? topic : `${base}/${topic}`,
    ),
  read(message, base) {
    const { topic, payload } = message;
    if (base !== '' && !topic.startsWith(`${base}/`)) return undefined;
    if (topic.startsWith('homeassistant/')) return undefined;
    if (topic.startsWith('esphome/discover/')) return ofNow(message, readDiscovery(bodyOf(payload)));
    const [, prefix, what, id = ''] = components.exec(topic) ?? /^(.+)\/(status)$/.exec(topic) ?? [];
    if (prefix === undefined || what === undefined) return undefined;
    if (topic.endsWith('/command')) return nothing('command');
    return ofNow(message, readTopic(what, id, bodyOf(payload), byName(prefix)));
  },
};

const components =
  /^(.+)\/(binary_sensor|event|sensor|text_sensor|switch|light|button|number|select|lock|cover|fan|climate|alarm_control_panel)\/([^/]+)\/(?:state|command)$/;

function readTopic(what: string, id: string, body: Body, device: Identity): readonly Reading[] {
  if (body.is === 'empty') return nothing('empty');
  const word = body.is === 'word' ? body.word : undefined;
  if (what === 'status') return readWill(word, device);
  if (what === 'binary_sensor') return readFlag(id, word, device);
  if (what === 'event') return readEvent(id, body, device);
  if (what !== 'sensor') return [{ is: 'health', device }];
  const tokens = tokensOf(id);
  const battery = tokens.includes('battery')
    ? batteryOf(tokens.includes('voltage') ? { volts: word } : { pct: word })
    : undefined;
  const signal = id.includes('signal') || tokens.includes('rssi') ? numberOf(word) : undefined;
  return [
    { is: 'health', device, ...defined({ battery, signal: signal !== undefined && signal < 0 ? signal : undefined }) },
  ];
}

function readWill(word: string | undefined, device: Identity): readonly Reading[] {
  if (word !== 'online' && word !== 'offline') return [{ is: 'check', device, why: 'unreadable' }];
  return [{ is: 'health', device, online: word === 'online' }];
}

const tokensOf = (id: string): string[] => id.toLowerCase().split(/[^a-z0-9]+/);

/** What a sensor is for is in its id alone; one that says nothing known is taken for a button (trap 13). */
function readFlag(id: string, word: string | undefined, device: Identity): readonly Reading[] {
  const on = flagOf(word);
  if (on === undefined) return [{ is: 'check', device, why: 'unreadable', ...defined({ word }) }];
  const tokens = tokensOf(id);
  const { kind, said } = kinds.find(({ of }) => tokens.some((token) => of.has(token))) ?? {
    kind: 'sos' as const,
    said: undefined,
  };
  const flag = `binary_sensor/${id}`;
  if (kind === 'low') return [{ is: 'health', device, battery: { low: on } }];
  if (kind === 'tamper') return [{ is: 'health', device, tamper: on }];
  if (kind === 'none') {
    const by = movements.find(({ of }) => tokens.some((token) => of.has(token)))?.by;
    return [...(by === undefined ? [] : [{ is: 'moved' as const, device, flag, by, on }]), { is: 'health', device }];
  }
  return [{ is: 'state', device, flag, kind, on, ...defined({ word: said }) }];
}

type IdKind = { of: ReadonlySet<string>; kind: PressKind | 'none' | 'low' | 'tamper'; said?: string };
const tokens = (all: string): ReadonlySet<string> => new Set(all.split(' '));
/** In this order: the battery of a call button is a battery, and a call button beside a door is a call button. */
const kinds: readonly IdKind[] = [
  { of: tokens('battery'), kind: 'low' },
  { of: tokens('tamper'), kind: 'tamper' },
  { of: tokens('fall'), kind: 'fall' },
  { of: tokens('sos panic emergency help call button cord pull pendant alarm'), kind: 'sos' },
  { of: tokens('smoke fire heat'), kind: 'smoke' },
  { of: tokens('gas co methane lpg monoxide'), kind: 'smoke', said: 'gas' },
  { of: tokens('leak water flood moisture wet'), kind: 'service', said: 'water' },
  {
    of: tokens(
      'motion pir occupancy presence door window contact opening status connected connectivity online charging power light vibration radar sleep',
    ),
    kind: 'none',
  },
];

/** Of what alarms nobody, what tells that somebody moved. */
const movements: readonly { of: ReadonlySet<string>; by: 'motion' | 'door' }[] = [
  { of: tokens('motion pir occupancy presence radar'), by: 'motion' },
  { of: tokens('door window contact opening'), by: 'door' },
];

function readEvent(id: string, body: Body, device: Identity): readonly Reading[] {
  const word = body.is === 'object' ? textOf(body.fields.event_type) : body.is === 'word' ? body.word : undefined;
  if (word === undefined) return [{ is: 'check', device, why: 'unreadable', word: id }];
  return [pressOf(word, { device, once: { key: `${id}:${word.toLowerCase()}`, withinMs: copiesMs } })];
}

function readDiscovery(body: Body): readonly Reading[] {
  const { mac, name } = body.is === 'object' ? body.fields : ({} as Fields);
  const address = textOf(mac);
  const prefix = textOf(name);
  if (address === undefined || prefix === undefined) return nothing('configuration');
  return [{ is: 'name', device: addressForm(address), name: prefix }];
}
