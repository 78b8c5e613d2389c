// 爱牵挂: watches (X8, S2) and the home set (HA02–HA10). A form, unsigned; what it is about stands in the path only, or nowhere, when all come
// to one address: then its fields tell. They stop sending for a while when no 200 comes within 5 s.

import type { Place, Reading } from '../contracts/device/reading.ts';
import type { Meaning } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import type { HttpAdapter, HttpMessage, Known } from './adapter.ts';
import { batteryOf, numberOf, placeOf, saysNo, textOf, timeOf } from './besides.ts';
import { objectOf, readMessage } from './bodies.ts';
import { deviceOf, pressOf, readingsOf, type Said } from './meaning.ts';
import { unreadOf } from './thingModel.ts';
import { meaningOf, plain } from './vocabulary.ts';

export const aiqiangua: HttpAdapter = {
  family: 'aiqiangua',
  read(message, source, known) {
    const answer = { status: 200, contentType: 'text/plain', body: 'success' };
    const fields = objectOf(readMessage(message));
    return {
      is: 'readings',
      readings: fields ? readForm(fields, message, source.datum, known) : [unreadOf(undefined)],
      answer,
    };
  },
};

type Fields = Readonly<Record<string, unknown>>;

/** The last part of the address → what it is about. */
const byPath: Readonly<Record<string, Meaning>> = {
  sos: 'sos',
  fall: 'fall',
  location: 'position',
  heartrate: 'health',
  step: 'health',
  sleep: 'health',
  power: 'health',
  bloodpressure: 'health',
  bloodoxygen: 'health',
  temperature: 'health',
  reply: 'ignore',
};

/** Where all come to one address: the field that only this kind has. */
const byField: readonly { has: RegExp; means: Meaning }[] = [
  { has: /^(?:heartrate|heart_rate|hr|bpm)$/, means: 'health' },
  { has: /^(?:dbp|sbp|bloodpressure|blood_pressure|high_pressure|low_pressure)$/, means: 'health' },
  { has: /^(?:bloodoxygen|blood_oxygen|spo2|oxygen)$/, means: 'health' },
  { has: /^(?:steps?|step_count|value_step)$/, means: 'health' },
  { has: /^(?:sleep|sleep_time|deep_sleep|total_minutes)$/, means: 'health' },
  { has: /^(?:remaining_power|power|battery)$/, means: 'health' },
  { has: /^(?:reply_id|order_id|command|cmd)$/, means: 'ignore' },
];

/** The detectors of the home set: what a 1 in this field says. */
const detectors: readonly { field: string; means: Meaning }[] = [
  { field: 'water_immersion_statu', means: 'water' },
  { field: 'smoke_statu', means: 'smoke' },
  { field: 'gas_statu', means: 'gas' },
  { field: 'sos_statu', means: 'sos' },
  { field: 'fall_statu', means: 'fall' },
];
/** What is shown of the home set and calls nobody. */
const shown = ['door_statu', 'people_in_area_statu', 'gas_lel', 'temperature', 'humidity'];

function readForm(fields: Fields, message: HttpMessage, datum: Place['datum'], known: Known): Reading[] {
  const device = deviceOf(textOf(fields.imei), textOf(fields.IMEI), textOf(fields.deviceid), textOf(fields.device_id));
  if (device === undefined) return [unreadOf(undefined)];
  const at =
    timeOf(fields.time_begin_str) ??
    timeOf(fields.date_str) ??
    timeOf(fields.time_begin) ??
    timeOf(fields.time_str) ??
    timeOf(fields.time);
  const said: Said = {
    device,
    at,
    battery: batteryIn(fields),
    place: placeOf(fields.lon ?? fields.lng ?? fields.longitude, fields.lat ?? fields.latitude, {
      datum,
      at,
      accuracy: fields.radius,
    }),
    signal: signalIn(fields),
    firmware: textOf(fields.version),
  };
  const path = message.path.split('/').filter(Boolean).at(-1)?.toLowerCase() ?? '';
  const type = textOf(fields.data_type);
  return type === undefined ? ofAWatch(fields, path, said, known) : ofTheHome(fields, path, type, said);
}

/** A watch is there to call: a path that nobody knows, or fields of which nobody can tell what they say, is an sos. */
function ofAWatch(fields: Fields, path: string, said: Said, known: Known): Reading[] {
  const named = byPath[path] ?? meaningOf(textOf(fields.type) ?? textOf(fields.alarm_type) ?? textOf(fields.event));
  const word = path === '' ? textOf(fields.type) : path;
  if (named !== undefined) return readingsOf(named, { ...said, word: word ?? named }, true);
  if (path === 'notify') return notice(fields, said);
  const guess = byField.find(({ has }) => Object.keys(fields).some((field) => has.test(field)))?.means;
  if (guess !== undefined) return readingsOf(guess, { ...said, word: undefined }, true);
  const isPlace =
    said.place !== undefined &&
    ['location_type', 'type_location', 'loc_type', 'is_track', 'is_reply', 'radius', 'speed'].some(
      (field) => field in fields,
    );
  if (isPlace) return readingsOf('position', said, true);
  return readingsOf('unknown', { ...said, word: known.model?.(said.device) ?? (path === '' ? undefined : path) }, true);
}

/** What a watch tells of itself: taken off, low battery, out of its fence; and an sos, should it come here. */
function notice(fields: Fields, said: Said): Reading[] {
  const words = Object.values(fields).flatMap((value) => meaningOf(textOf(value)) ?? []);
  const word =
    textOf(fields.notify_type) ?? textOf(fields.type) ?? textOf(fields.content) ?? textOf(fields.msg) ?? 'notify';
  return readingsOf(words.find((one) => pressOf(one) !== undefined) ?? words[0] ?? 'health', { ...said, word }, true);
}

function ofTheHome(fields: Fields, path: string, type: string, said: Said): Reading[] {
  const set = detectors.flatMap(({ field, means }) =>
    textOf(fields[field]) === undefined ? [] : [{ field, means, on: !saysNo(fields[field]) }],
  );
  const word = shown
    .flatMap((field) => (textOf(fields[field]) === undefined ? [] : [`${field}=${textOf(fields[field])}`]))
    .join(' ');
  if (plain(type) === 'devicestatus') {
    const states = set.flatMap(({ field, means, on }): Reading[] => {
      const kind = pressOf(means);
      const { device, at, battery } = said;
      return kind ? [{ is: 'state', device, flag: field, kind, on, word: means, ...defined({ at, battery }) }] : [];
    });
    return [...states, ...readingsOf('health', { ...said, word: word === '' ? undefined : word }, false)];
  }
  const meaning =
    meaningOf(type) ??
    set.find(({ on }) => on)?.means ??
    meaningOf(textOf(fields.alarm_type) ?? textOf(fields.alarm_name));
  if (meaningOf(type) === 'over' || (set.length > 0 && set.every(({ on }) => !on)))
    return readingsOf('health', { ...said, word: type }, false);
  const alarms = /alarm|sos|warn/i.test(`${path} ${type}`);
  return readingsOf(meaning ?? 'unknown', { ...said, word: type }, alarms);
}

/** `power_type` 1 is well, 0 is low; a watch says per cent. */
function batteryIn(fields: Fields): Said['battery'] {
  const pct = batteryOf(fields.remaining_power ?? fields.battery ?? fields.power, 'pct');
  const low = batteryOf(fields.power_type, 'low', ['0']);
  const volts = batteryOf(fields.battery_voltage, (numberOf(fields.battery_voltage) ?? 0) > 100 ? 'mV' : 'volts');
  return pct || low || volts ? { ...volts, ...pct, ...low } : undefined;
}

const signalIn = (fields: Fields): number | undefined => {
  const number = numberOf(fields.nb_signal);
  return number === undefined || number >= 0 ? undefined : number;
};
