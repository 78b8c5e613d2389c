// The thing models of the carriers' clouds: a bag of named properties, or a named event with such a bag. A property is a state, and only its
// going on is a press; an event is an event (facts/devices.md, trap 3). What a name means is data: here and in vocabulary.ts.

import type { Battery, CheckReading, Identity, Place, Reading } from '../contracts/device/reading.ts';
import type { Meaning } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import type { PressKind } from '../contracts/terms.ts';
import type { Known } from './adapter.ts';
import { batteryOf, numberOf, placeOf, saysNo, textOf, timeOf } from './besides.ts';
import { objectOf } from './bodies.ts';
import { callsForHelp, gravest, pressOf, readingsOf, withoutGuessedEnds } from './meaning.ts';
import { carriesAWord, flagOf, isMeasured, meaningOf, plain } from './vocabulary.ts';

/** Whose bag it is. `id`: the vendor's own id of the message. */
export type Of = {
  device: Identity;
  at?: number | undefined;
  id?: string | undefined;
  known: Known;
  datum: Place['datum'];
};

/** More fields than that has no device; the others are not looked at. */
const mostFields = 300;
const longestName = 128;

const millivolts = 100; // no battery of a device has a hundred volts
const batteryPercents =
  /^(?:battery|batterylevel|batteryvalue|batterypercent|batterypercentage|batterycapacity|batterypower|bat|electricity|elec|electric|power|powerlevel|soc|电量|309)$/;
const batteryVolts = /^(?:batteryvoltage|batvoltage|voltage|vbat|batvol|电池电压|307)$/;
const batteryFlags =
  /^(?:batterystate|batterystatus|batterylow|lowbattery|lowpower|lowvoltage|batteryalarm|lowbatteryalarm|lowbatteryflag)$/;
/** LwM2M object 3, resource 20: 0 normal, 1 charging, 2 charged, 3 damaged, 4 low, 5 not there, 6 unknown. */
const lwm2mBattery = { resource: '3020', low: '4' };
const signals = /^(?:rsrp|rssi|signal|signalstrength|nbsignal|csq|信号强度|402)$/;
const times = /^(?:time|timestamp|ts|eventtime|alarmtime|reporttime|occurtime|gpstime)$/;
const tampers = /^(?:tamper|tamperstate|tamperstatus|tamperalarm|temperalarm|disassemble|demolition|dismantle)$/;
const lons = /^(?:longitude|lon|lng|经度)$/;
const lats = /^(?:latitude|lat|纬度)$/;

/** Fields whose numbers each mean something else, told from flags of the same name by a field beside them. */
const coded: readonly { field: string; beside: string; kind: PressKind; means: Readonly<Record<string, Meaning>> }[] = [
  {
    // 利安 NB smoke detector: 2 8 9 muted, 5 fault, 7 normal, 11 put back, 12 online, 14 simulated
    field: 'Alarm_Status',
    beside: 'AlarmLevel',
    kind: 'smoke',
    means: {
      '1': 'smoke',
      '2': 'health',
      '4': 'low',
      '5': 'health',
      '6': 'health',
      '7': 'health',
      '8': 'health',
      '9': 'health',
      '10': 'tamper',
      '11': 'health',
      '12': 'health',
      '13': 'health',
      '14': 'test',
    },
  },
];

/** One field, with the time that it may bring itself (`{ value, time }`). */
type Field = { name: string; value: unknown; at: number | undefined };

function fieldsOf(bag: unknown, depth = 0, since?: number): Field[] {
  return Object.entries(objectOf(bag) ?? {})
    .slice(0, mostFields)
    .filter(([name]) => name.length <= longestName)
    .flatMap(([name, value]): Field[] => {
      const inner = objectOf(value);
      if (!inner) return [{ name, value, at: since }];
      const at = timeOf(inner.time ?? inner.timestamp) ?? since;
      const held = 'value' in inner ? inner.value : inner;
      return objectOf(held) && depth < deepest
        ? fieldsOf(underItsService(name, held), depth + 1, at)
        : [{ name, value: held, at }];
    });
}
/** A structure within a structure is still read; deeper lies nothing that a device says. */
const deepest = 2;

/** A service `SOS` with `{ state: 1 }`: the field's name says nothing, the service's does. */
export function underItsService(service: string | undefined, properties: unknown): unknown {
  const fields = objectOf(properties);
  if (!fields || service === undefined || meaningOf(service) === undefined) return properties;
  let many = 0;
  const renamed = (name: string): string =>
    !saysNothing.test(name) ? name : ++many === 1 ? service : `${service} ${many}`; // two of them are two flags
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [renamed(name), value]));
}
const saysNothing = /^(?:state|status|value|alarm|flag|on|trigger|triggered|pressed)$/i;

/** Properties: what stays until it is said otherwise. */
export function readProperties(bag: unknown, of: Of): Reading[] {
  const fields = fieldsOf(bag);
  const besides = besidesOf(fields, of);
  const code = coded.find(
    ({ field, beside }) => fields.some((one) => one.name === field) && fields.some((one) => one.name === beside),
  );
  const states = fields.flatMap((field) =>
    field.name === code?.field ? codeOf(field, besides, of, code) : stateOf(field, besides, of),
  );
  return [...states, ...lifeOf(besides, of)];
}

/**
 * An event: by its name and by what it carries, whichever is graver. One that says that it is over is none.
 * @param weight what the cloud says of it: `info` is no reason to worry about an unknown one
 */
export function readEvent(name: string | undefined, content: unknown, weight: 'info' | 'alert', of: Of): Reading[] {
  const fields = fieldsOf(content);
  const besides = besidesOf(fields, of);
  const calls = callsForHelp(of.known.model?.(of.device));
  const named = meaningOf(name);
  const flags = fields.flatMap(({ name: flag, value }) => {
    const meaning = flagOf(flag);
    return isAlarm(meaning) && textOf(value) !== undefined ? [{ meaning, on: !saysNo(value) }] : [];
  });
  const words = fields.flatMap(({ name: field, value }) =>
    carriesAWord(field) && typeof value === 'string' ? [value] : [],
  );
  const set = flags.flatMap(({ meaning, on }) => (on ? [meaning] : []));
  const told = words.flatMap((word) => meaningOf(word) ?? []);
  const word = wordOf(name, words, set);
  const said = { device: of.device, id: of.id, word, at: besides.at, battery: besides.battery, place: besides.place };
  const unnamed = fields.filter(({ name: field, value }) => isUnnamed(field) && textOf(value) !== undefined);
  const isOn = unnamed.some(({ value }) => !saysNo(value));
  const off = set.length === 0 && !isOn && flags.some(({ meaning }) => meaning === named || !isAlarm(named));
  if (off && !told.some(isAlarm)) return readingsOf('over', { ...said, word: `${word ?? flags[0]?.meaning} 0` }, false);
  const meaning = gravest(countedOf(set, [...words, ...(name === undefined ? [] : [name])]));
  if (meaning !== undefined) return readingsOf(meaning, said, calls);
  const ofTheModel = calls ? 'sos' : meaningOf(of.known.model?.(of.device));
  if (isOn) return readingsOf(isAlarm(ofTheModel) ? ofTheModel : 'unknown', said, calls);
  if (unnamed.length > 0 && !unnamed.some(({ name: field }) => kindsFromNought.test(field)))
    return readingsOf('over', said, calls);
  if (fields.length > 0 && fields.every(({ name: field }) => isMeasure(field)))
    return readingsOf(besides.battery?.low ? 'low' : besides.tamper ? 'tamper' : 'health', said, false);
  return readingsOf(weight === 'info' && !calls ? 'health' : 'unknown', said, calls);
}

/** What is set and what is said; that something else is over is no end of what calls. */
function countedOf(set: readonly Meaning[], words: readonly string[]): (Meaning | 'unknown')[] {
  const said = words.flatMap((word) => {
    const meaning = meaningOf(word);
    return meaning === undefined ? [] : [{ word, meaning, named: false }];
  });
  const all = [...set.map((meaning) => ({ word: meaning, meaning, named: true })), ...said];
  return withoutGuessedEnds<(typeof all)[number]>(all).map(({ meaning }) => meaning);
}

const alarms: readonly (Meaning | undefined)[] = ['sos', 'fall', 'smoke', 'gas', 'water'];
const isAlarm = (meaning: Meaning | undefined): meaning is Meaning => alarms.includes(meaning);

/** What the officer reads: the name, unless it is a number or nobody knows it and what it carries says more. */
const wordOf = (name: string | undefined, words: readonly string[], set: readonly Meaning[]): string | undefined =>
  name !== undefined && meaningOf(name) !== undefined
    ? name
    : (words.find((word) => meaningOf(word) !== undefined) ?? set[0] ?? name ?? words[0]);

/** It tells of the device itself or of when and where, and of no alarm. */
const isMeasure = (name: string): boolean =>
  [batteryPercents, batteryVolts, batteryFlags, signals, times, tampers, lons, lats].some((names) =>
    names.test(plain(name)),
  );

type BesidesOf = ReturnType<typeof besidesOf>;
function besidesOf(fields: readonly Field[], of: Of) {
  const named = (names: RegExp): unknown => fields.find(({ name }) => names.test(plain(name)))?.value;
  const at = of.at ?? timeOf(named(times)) ?? fields.find((field) => field.at !== undefined)?.at;
  const tamper = named(tampers);
  return {
    at,
    battery: batteryIn(fields),
    place: placeOf(named(lons), named(lats), { datum: of.datum, at: timeOf(named(times)) ?? at }),
    signal: signalIn(fields),
    tamper: tamper === undefined ? undefined : !saysNo(tamper),
  };
}

function batteryIn(fields: readonly Field[]): Battery | undefined {
  const all = fields.map(({ name, value }) => {
    const written = plain(name);
    const number = numberOf(value);
    if (written === lwm2mBattery.resource) return { low: textOf(value) === lwm2mBattery.low };
    if (batteryPercents.test(written) && number !== undefined) return batteryOf(value, 'pct');
    if (batteryVolts.test(written) && number !== undefined)
      return batteryOf(value, number > millivolts ? 'mV' : 'volts');
    return batteryFlags.test(written) ? batteryOf(value, 'low') : undefined;
  });
  const merged: Battery = Object.assign({}, ...all.filter((one) => one !== undefined));
  return Object.keys(merged).length > 0 ? merged : undefined;
}

/** dBm: some say it without its minus, some in tenths, and CSQ counts from −113 in steps of two. */
function signalIn(fields: readonly Field[]): number | undefined {
  for (const { name, value } of fields) {
    const number = signals.test(plain(name)) ? numberOf(value) : undefined;
    if (number === undefined || number === 0) continue;
    if (plain(name) === 'csq') return number > 0 && number < 32 ? 2 * number - 113 : undefined;
    const dBm = number > 31 ? -number : number;
    return dBm >= 0 ? undefined : dBm < -200 ? dBm / 10 : dBm;
  }
  return undefined;
}

/** A reading of this flag, but for what kind of press it is and whether it is on. */
const stateIn = (field: Field, besides: BesidesOf, of: Of) =>
  ({
    is: 'state',
    device: of.device,
    flag: field.name,
    ...defined({ at: field.at ?? besides.at, battery: besides.battery, place: besides.place }),
  }) as const;

function codeOf(field: Field, besides: BesidesOf, of: Of, code: (typeof coded)[number]): Reading[] {
  const text = textOf(field.value);
  const word = `${field.name} ${text}`;
  const meaning = text === undefined ? undefined : code.means[text];
  if (meaning === undefined) return text === undefined ? [] : [unreadOf(of.device, word)];
  const state: Reading = { ...stateIn(field, besides, of), kind: code.kind, on: pressOf(meaning) === code.kind, word };
  if (state.on) return [state];
  const said = { device: of.device, id: of.id, word, at: state.at, battery: besides.battery };
  return [state, ...readingsOf(meaning, said, false)];
}

function stateOf(field: Field, besides: BesidesOf, of: Of): Reading[] {
  const { name, value } = field;
  const text = textOf(value)?.slice(0, 200);
  if (text === undefined) return []; // null is unknown, not "no"
  const state = stateIn(field, besides, of);
  const flag = flagOf(name);
  const kind = pressOf(flag);
  if (kind !== undefined)
    return isSwitch(name, value)
      ? [{ ...state, kind, on: !saysNo(value) && meaningOf(text) !== 'over', word: shown(flag, name) }]
      : [];
  if (flag !== undefined || !(carriesAWord(name) || lwm2m.test(name) || keys.test(plain(name)))) return [];
  const meaning = typeof value === 'string' ? meaningOf(value) : undefined;
  const said = pressOf(meaning);
  if (said !== undefined) return [{ ...state, kind: said, on: true, word: shown(meaning, text) }];
  if (meaning === 'low' || meaning === 'tamper')
    return readingsOf(meaning, { device: of.device, word: text, at: state.at, battery: besides.battery }, false);
  if (meaning !== undefined) return [{ ...state, kind: 'sos', on: false, word: text }];
  if (keys.test(plain(name)) && callsForHelp(of.known.model?.(of.device)) && !saysNo(value))
    return readingsOf(
      'unknown',
      { device: of.device, id: of.id, word: `${name} ${text}`, at: state.at, battery: besides.battery },
      true,
    );
  if (/^\d+_\d+_5750$/.test(name)) return [unreadOf(of.device, `${name} ${text.slice(0, 64)}`)]; // a device's own bytes as a text
  return isUnnamed(name) ? unnamed(state, value, text, of) : [];
}
/** Something is wrong, and the name does not say what; 3200 is LwM2M's digital input. */
const alarmNames = /alarm|warn|报警|告警|^3200_\d+_5500$/i;
const isUnnamed = (name: string): boolean => alarmNames.test(name) && !isMeasured(name);
/** Of an event: 0 may be the first kind of alarm there is. */
const kindsFromNought = /type|code|id$|name|kind|类型/i;
/** Object, instance, resource. */
const lwm2m = /^\d+_\d+_\d+$/;
/** Where a button says how it was pressed: a word that nobody knows is a press nevertheless. */
const keys = /^(?:key|keys|button|keyevent|buttonevent|keystate|buttonstate|keystatus|event|action|click|press|按键)$/;

/** What there is no kind for keeps its name. */
const shown = (meaning: Meaning | undefined, word: string): string =>
  meaning === 'gas' || meaning === 'water' ? meaning : word;

/** A bare `smoke: 23` is how much of it there is; `smoke: 1` and `smoke_alarm: 2` are alarms. */
const isSwitch = (name: string, value: unknown): boolean =>
  !/^(?:smoke|gas|co|water|fire)$/.test(plain(name)) ||
  typeof value === 'boolean' ||
  [0, 1].includes(numberOf(value) ?? 0);

/** An alarm that does not say of what: the registry's model does, or somebody looks at the device. */
function unnamed(
  state: { is: 'state'; device: Identity; flag: string },
  value: unknown,
  text: string,
  of: Of,
): Reading[] {
  const model = of.known.model?.(of.device);
  const kind = callsForHelp(model) ? 'sos' : pressOf(meaningOf(model));
  if (kind !== undefined) return [{ ...state, kind, on: !saysNo(value), word: `${state.flag} ${text}` }];
  return saysNo(value) ? [] : [{ is: 'check', device: of.device, why: 'unknown_word', word: `${state.flag} ${text}` }];
}

/** What the bag tells of the device itself, and where it is. */
function lifeOf({ at, battery, signal, tamper, place }: BesidesOf, { device }: Of): Reading[] {
  const life: Reading = { is: 'health', device, ...defined({ at, battery, signal, tamper }) };
  return place ? [life, { is: 'position', device, place }] : [life];
}

/** Something came that no table knows: the device lives, and somebody looks at it. */
export const unreadOf = (device: Identity | undefined, word?: string): CheckReading => ({
  is: 'check',
  why: word === undefined ? 'unreadable' : 'unknown_word',
  ...defined({ device, word: word?.slice(0, 200) }),
});
