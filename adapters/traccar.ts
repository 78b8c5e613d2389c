// Traccar's event and position forward, as JSON over MQTT or HTTP: GPS pendants of more than two hundred protocols.
// A position carries the alarm of its event too, so both have the same key: the device's own time of that fix, and the alarm.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { Identity, Place, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { HttpAdapter, MqttAdapter } from './adapter.ts';
import { batteryOf } from './battery.ts';
import { type Body, bodyOf, type Fields, fieldsOf, flagOf, instantOf, numberOf, textOf } from './body.ts';
import type { Words } from './callWords.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, neverAgainMs, pressOf } from './pressOf.ts';

export const traccar: MqttAdapter = {
  family: 'traccar',
  base: 'traccar',
  filters: (base) => [base, `${base}/#`],
  read(message, base) {
    if (message.topic !== base && !message.topic.startsWith(`${base}/`)) return undefined;
    return ofNow(message, readForward(bodyOf(message.payload)));
  },
};

/** `event.forward.type = json`: Traccar posts the same object; `event.forward.header` can carry a secret as `Authorization`. */
export const traccarHttp: HttpAdapter = {
  family: 'traccar',
  read({ method, headers, body }, { secret }) {
    const said = (headers.authorization ?? '').replace(/^Bearer\s+/i, '');
    if (secret !== undefined && !isSame(said, secret)) return { is: 'refused', why: 'wrong secret' };
    const answer = { status: 200, contentType: 'text/plain', body: '' };
    if (method !== 'POST') return { is: 'readings', readings: nothing('not a forward'), answer };
    return { is: 'readings', readings: readForward(bodyOf(body)), answer };
  },
};

const isSame = (said: string, secret: string): boolean => timingSafeEqual(digest(said), digest(secret));
const digest = (text: string): Uint8Array => createHash('sha256').update(text).digest();

function readForward(body: Body): readonly Reading[] {
  if (body.is === 'empty') return nothing('empty');
  const fields: Fields = body.is === 'object' ? body.fields : {};
  const who = fieldsOf(fields.device);
  const unique = textOf(who.uniqueId) ?? textOf(fields.uniqueId);
  if (unique === undefined) return [{ is: 'check', why: 'unreadable' }];
  const device = addressForm(unique);
  const event = fieldsOf(fields.event);
  const position = fieldsOf(fields.position);
  const type = textOf(event.type);
  if (type === undefined && Object.keys(position).length === 0) return [{ is: 'check', device, why: 'unreadable' }];
  return readReport({ device, event, position, type });
}

type Report = { device: Identity; event: Fields; position: Fields; type: string | undefined };

/** Traccar's alarms. Those of cars (speeding, idle, towing …) and of a device's own condition call nobody. */
const alarms: Words = {
  sos: 'sos',
  general: 'sos',
  medical: 'sos',
  falldown: 'fall',
  fall: 'fall',
  ...Object.fromEntries(
    (
      'lowbattery lowpower removing tampering poweroff poweron powercut powerrestored powerloss geofence geofenceenter geofenceexit movement ' +
      'vibration shock tow towing overspeed lowspeed idle hardacceleration hardbraking hardcornering lanechange fatiguedriving accident bonnet ' +
      'footbrake fuelleak door lock unlock jamming temperature parking gpsantennacut fault highrpm cornering'
    )
      .split(' ')
      .map((word) => [word, 'ignore' as const]),
  ),
  accident: 'sos',
};

function readReport({ device, event, position, type }: Report): readonly Reading[] {
  const attributes = fieldsOf(position.attributes);
  const at = instantOf(position.deviceTime) ?? instantOf(position.fixTime) ?? instantOf(event.eventTime);
  const place = placeOf(position);
  const said =
    textOf(fieldsOf(event.attributes).alarm) ??
    (type === undefined || type === 'alarm' ? textOf(attributes.alarm) : undefined);
  const words =
    said
      ?.split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '') ?? (type === 'alarm' ? ['?'] : []);
  const battery = batteryOf({
    pct: attributes.batteryLevel,
    volts: attributes.battery,
    low: words.some(isLow) || undefined,
  });
  const readings = words.map((word) => {
    // a clock that was never set says the same of every press: then Traccar's own number, and without one only copies are one
    const own = at ?? numbered(position.id) ?? numbered(event.id);
    const once =
      own === undefined ? { key: word, withinMs: copiesMs } : { key: `${own} ${word}`, withinMs: neverAgainMs };
    return pressOf(word, { device, once, at, battery, place }, alarms);
  });
  const presses = readings.filter(({ is }) => is === 'press');
  if (presses.length > 0) return presses;
  const tamper = words.includes('tampering') ? true : flagOf(attributes.tamper);
  const word = words.at(0) ?? (type !== undefined && shown.has(type) ? type : undefined);
  const health: Reading = { is: 'health', device, ...defined({ at, battery, tamper, word, online: onlineOf(type) }) };
  return type === undefined && place !== undefined ? [{ is: 'position', device, place }, health] : [health];
}

/** 0 is one that is not stored yet. */
const numbered = (id: unknown): string | undefined => (numberOf(id) === 0 ? undefined : textOf(id));

const isLow = (word: string): boolean => word === 'lowBattery' || word === 'lowPower';
const shown = new Set(['geofenceExit', 'geofenceEnter', 'deviceInactive']);
/** `deviceUnknown` says only that a connection was closed, which a pendant does to spare its battery. */
const onlineOf = (type: string | undefined): boolean | undefined =>
  type === 'deviceOnline' ? true : type === 'deviceOffline' ? false : undefined;

/** Without a fix of now there is no place: the home is where to go (trap 11). */
function placeOf({ latitude, longitude, valid, outdated, accuracy, fixTime }: Fields): Place | undefined {
  const lat = numberOf(latitude);
  const lon = numberOf(longitude);
  if (lat === undefined || lon === undefined || valid === false || outdated === true) return undefined;
  if ((lat === 0 && lon === 0) || Math.abs(lat) > 90 || Math.abs(lon) > 180) return undefined;
  const metres = numberOf(accuracy);
  const exact = defined({ accuracy: metres !== undefined && metres > 0 ? metres : undefined, at: instantOf(fixTime) });
  return { lon, lat, datum: 'wgs84', ...exact };
}
