// ChirpStack (v4, and v3 where it differs): `application/<app>/device/<devEui>/event/<up|status|join|…>`. Fields that are zero or false are absent.

import type { Identity, Once, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { Known, MqttAdapter } from './adapter.ts';
import { batteryOf } from './battery.ts';
import {
  type Body,
  bodyOf,
  type Fields,
  fieldsOf,
  flagOf,
  instantOf,
  isFields,
  listOf,
  numberOf,
  textOf,
} from './body.ts';
import type { Words } from './callWords.ts';
import { callIn, leavesOf, ofThisMoment } from './codecObject.ts';
import { statesOf } from './detectors.ts';
import { nothing, ofNow } from './kept.ts';
import { type Milesight, readMilesight } from './milesight.ts';
import { neverAgainMs, pressOf } from './pressOf.ts';

export const chirpStack: MqttAdapter = {
  family: 'chirpStack',
  base: 'application',
  filters: (base) => [
    `${base}/+/device/+/event/+`,
    `${base}/+/device/+/rx`,
    '+/gateway/+/state/conn',
    'gateway/+/state/conn',
  ],
  read(message, base, known) {
    const gateway = /^(?:[^/]+\/)?gateway\/([^/]+)\/state\/conn$/.exec(message.topic)?.[1];
    if (gateway !== undefined) return ofNow(message, readGateway(bodyOf(message.payload), gateway));
    if (!message.topic.startsWith(`${base}/`)) return undefined;
    const [, device, eui, kind, event] = message.topic.slice(base.length + 1).split('/');
    if (device !== 'device' || eui === undefined || kind === undefined) return undefined;
    if (kind !== 'event' && kind !== 'rx') return nothing('command');
    const body = bodyOf(message.payload);
    return ofNow(message, readEvent(kind === 'rx' ? 'up' : (event ?? ''), body, addressForm(eui), known));
  },
};

function readGateway(body: Body, gateway: string): readonly Reading[] {
  const state = body.is === 'object' ? textOf(body.fields.state)?.toUpperCase() : undefined;
  if (state === undefined) return nothing('gateway');
  return [{ is: 'gateway', gateway, up: state === 'ONLINE' || state === '1' }];
}

function readEvent(event: string, body: Body, device: Identity, known: Known): readonly Reading[] {
  if (!['up', 'status', 'join', 'log', 'location', 'error'].includes(event)) return nothing(event); // `ack`, `txack`, `integration`
  if (body.is !== 'object')
    return event === 'up' || body.is !== 'empty' ? [{ is: 'check', device, why: 'unreadable' }] : nothing('empty');
  const { fields } = body;
  const at = instantOf(fields.time);
  if (event === 'up') return readUp(fields, device, known);
  if (event === 'join') return [{ is: 'health', device, restarted: true, ...defined({ at }) }];
  if (event === 'status') return [{ is: 'health', device, ...defined({ at, battery: stationBattery(fields) }) }];
  if (event === 'location') return readLocation(fields, device);
  return readLog(fields, device);
}

const stationBattery = ({ batteryLevel, battery, batteryLevelUnavailable, externalPowerSource }: Fields) =>
  batteryLevelUnavailable === true || externalPowerSource === true
    ? undefined
    : batteryOf({ pct: batteryLevel ?? battery });

/** The network server has thrown away what the device sent: it may have been a press. */
const dropped = new Set(['UPLINK_F_CNT_RESET', 'UPLINK_F_CNT_RETRANSMISSION', 'UPLINK_MIC', 'OTAA']);
function readLog({ code, type, level }: Fields, device: Identity): readonly Reading[] {
  const word = textOf(code) ?? textOf(type) ?? '';
  return dropped.has(word) && level !== 'INFO' ? [{ is: 'check', device, why: 'unreadable', word }] : nothing('log');
}

function readLocation({ location, time }: Fields, device: Identity): readonly Reading[] {
  const { latitude, longitude, accuracy } = fieldsOf(location);
  const lat = numberOf(latitude) ?? 0;
  const lon = numberOf(longitude) ?? 0;
  if ((lat === 0 && lon === 0) || Math.abs(lat) > 90 || Math.abs(lon) > 180) return nothing('location');
  const metres = numberOf(accuracy);
  const exact = defined({ accuracy: metres !== undefined && metres > 0 ? metres : undefined, at: instantOf(time) });
  return [{ is: 'position', device, place: { lon, lat, datum: 'wgs84', ...exact } }];
}

/** What every uplink has, whatever the model. */
type Uplink = { device: Identity; once: Once; at?: number; signal?: number };

function readUp(fields: Fields, device: Identity, known: Known): readonly Reading[] {
  const id = textOf(fields.deduplicationId);
  const rssi = listOf(fields.rxInfo).flatMap((gateway) => numberOf(fieldsOf(gateway).rssi) ?? []);
  const uplink: Uplink = {
    device,
    // without an id the counter, absent where it is 0, and beginning anew with each join
    once:
      id === undefined
        ? { key: `f ${numberOf(fields.fCnt) ?? 0}`, withinMs: 600_000 }
        : { key: id, withinMs: neverAgainMs },
    ...defined({ at: instantOf(fields.time), signal: rssi.length > 0 ? Math.max(...rssi) : undefined }),
  };
  const bytes = bytesOf(fields.data);
  const object = isFields(fields.object) ? fields.object : fieldsOf(parsedObject(fields.objectJSON));
  const hasObject = Object.keys(object).length > 0;
  if (bytes !== undefined && bytes.length > 0 && isMilesight(fields, device, known)) {
    const said = readMilesight(bytes);
    if (said.whole || said.button !== undefined || !hasObject) return readButton(said, uplink);
  }
  if (hasObject) return readObject(object, uplink);
  if (bytes === undefined && fields.data !== undefined)
    return [{ is: 'check', device, why: 'unreadable', word: 'data' }];
  if (bytes === undefined || bytes.length === 0) return [health(uplink)]; // an uplink without a payload only answers the network
  return [{ is: 'check', device, why: 'unreadable', word: `fPort ${numberOf(fields.fPort) ?? 0}: ${hexOf(bytes)}` }];
}

const parsedObject = (json: unknown): unknown => {
  const body = typeof json === 'string' ? bodyOf(new TextEncoder().encode(json)) : undefined; // v3
  return body?.is === 'object' ? body.fields : undefined;
};

/** By the registry's model, the profile's name, a tag, or the port that only this maker's devices have from the factory. */
function isMilesight(fields: Fields, device: Identity, known: Known): boolean {
  const info = fieldsOf(fields.deviceInfo);
  const tags = Object.values(fieldsOf(info.tags)).filter((tag) => typeof tag === 'string');
  const names = [known.model?.(device), textOf(info.deviceProfileName), textOf(fields.deviceProfileName), ...tags];
  if (names.some((name) => name !== undefined && /ws-?(?:101|136|156)|milesight/i.test(name))) return true;
  return numberOf(fields.fPort) === 85;
}

const gestures: Words = { 'short press': 'sos', 'long press': 'sos', 'double press': 'sos' };

function readButton(said: Milesight, uplink: Uplink): readonly Reading[] {
  const battery = batteryOf({ pct: said.battery });
  const { device, once, at } = uplink;
  if (said.button !== undefined) return [pressOf(said.button, { device, once, at, battery }, gestures)];
  if (!said.whole) return [{ is: 'check', device, why: 'unreadable' }];
  return [health(uplink, defined({ battery, firmware: said.firmware, restarted: said.restarted }))];
}

const health = ({ device, at, signal }: Uplink, more: object = {}): Reading => ({
  is: 'health',
  device,
  ...defined({ at, signal }),
  ...more,
});

/** What somebody's codec made of the bytes. */
function readObject(object: Fields, uplink: Uplink): readonly Reading[] {
  const { device, once, at } = uplink;
  const fields = leavesOf(object);
  const battery = batteryOf({
    pct: fields.battery ?? fields.battery_level ?? fields.battery_percent,
    volts: fields.bat_v ?? fields.battery_voltage,
  });
  const states = statesOf(fields, { device, ...defined({ at, battery }) }).filter(
    ({ flag }) => !ofThisMoment.has(flag),
  );
  const called = callIn(fields);
  if (called?.is === 'word') return [pressOf(called.word, { device, once, at, battery }, gestures), ...states];
  if (called?.is === 'unknown') return [{ is: 'check', device, why: 'unknown_word', word: called.word }, ...states];
  if (states.length > 0) return states;
  return [
    health(uplink, defined({ battery, tamper: flagOf(fields.tamper ?? fields.tamper_status ?? fields.tamper_event) })),
  ];
}

/** Base64, as protobuf's JSON writes it; undefined for what is none. */
function bytesOf(data: unknown): Uint8Array | undefined {
  if (typeof data !== 'string' || data === '') return data === '' ? new Uint8Array() : undefined;
  const bare = data
    .trim()
    .replace(/={1,2}$/, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/');
  if (!/^[A-Za-z0-9+/]+$/.test(bare) || bare.length % 4 === 1) return undefined;
  const binary = atob(bare);
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

const hexOf = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 24)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
