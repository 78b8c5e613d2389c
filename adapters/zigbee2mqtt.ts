// Zigbee2MQTT, 1.x and 2.x: `<base>/<friendly name>`, names with slashes too, its `action` mirror, availability, and the bridge.
// A message is the whole cached state of a device: only `action` is an event, every flag in it is said again and again (facts, traps 2 and 3).

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { Known, MqttAdapter, MqttMessage } from './adapter.ts';
import { byName } from './address.ts';
import { batteryOf } from './battery.ts';
import { type Body, bodyOf, type Fields, fieldsOf, flagOf, instantOf, isFields, textOf } from './body.ts';
import { meaningOf } from './callWords.ts';
import { movesOf, statesOf } from './detectors.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, pressOf } from './pressOf.ts';
import { readBridge } from './zigbeeBridge.ts';
import { type ZigbeeModel, zigbeeModel } from './zigbeeModels.ts';

export const zigbee2mqtt: MqttAdapter = {
  family: 'zigbee2mqtt',
  base: 'zigbee2mqtt',
  filters: (base) => [`${base}/#`],
  read(message, base, known) {
    if (!message.topic.startsWith(`${base}/`)) return undefined;
    const rest = message.topic.slice(base.length + 1);
    return ofNow(
      message,
      rest.startsWith('bridge/') ? readBridge(rest, message, base) : readDevice(rest, message, known),
    );
  },
};

/** What is said under a device's own name; its last segment may be what is said rather than the name. */
function readDevice(rest: string, message: MqttMessage, known: Known): readonly Reading[] {
  const segments = rest.split('/');
  if (segments.length > 1 && isCommand(segments)) return nothing('command');
  const body = bodyOf(message.payload);
  if (body.is === 'empty') return nothing('empty'); // a rename clears what was kept under the old name (trap 12)
  const last = segments.at(-1) ?? '';
  const owner = byTopic(segments.slice(0, -1).join('/'));
  if (segments.length > 1 && last === 'availability') return availability(body, owner);
  if (segments.length > 1 && (last === 'action' || last === 'click')) return mirrored(body, owner, known);
  if (body.is === 'object') return readState(body.fields, byTopic(rest), known);
  if (body.is === 'word' && segments.length > 1 && attribute(last))
    return readState({ [last]: body.word }, owner, known);
  if (body.is === 'word' && meaningOf(body.word) === 'sos')
    return [pressOf(body.word, saidBy(byTopic(rest), body.word))];
  return [{ is: 'check', device: byTopic(rest), why: 'unreadable', ...defined({ word: wordIn(body) }) }];
}

/** A name that is an address is the address: what Zigbee2MQTT calls a device that nobody has named. */
const byTopic = (name: string): Identity => (/^0x[0-9a-f]{16}$/i.test(name) ? addressForm(name) : byName(name));

/** `…/set`, `…/get`, `…/left/set`, `…/set/state`: what is asked of a device, by whomever. */
const isCommand = (segments: readonly string[]): boolean =>
  segments.slice(-2).some((segment, at) => (segment === 'set' || segment === 'get') && segments.length - 2 + at > 0);

function availability(body: Body, device: Identity): readonly Reading[] {
  const state = body.is === 'word' ? body.word : body.is === 'object' ? textOf(body.fields.state) : undefined;
  if (state !== 'online' && state !== 'offline') return [{ is: 'check', device, why: 'unreadable' }];
  return [{ is: 'health', device, online: state === 'online' }];
}

/** The bare copy of `action`: same word, same key, so that it is the same press. Nothing but events comes here. */
function mirrored(body: Body, device: Identity, known: Known): readonly Reading[] {
  if (body.is === 'word' && quiet.has(body.word.toLowerCase())) return nothing('no event');
  const { words } = zigbeeModel(known.model?.(device)) ?? {};
  if (body.is === 'word') return [pressOf(body.word, saidBy(device, body.word), words)];
  const said = body.is === 'object' ? actionsIn(body.fields) : body.is === 'list' ? actionsIn(body.entries) : [];
  return (said.length > 0 ? said : ['?']).map((word) => pressOf(word, saidBy(device, word), words));
}

/** The whole state of a device. */
function readState(fields: Fields, topic: Identity, known: Known): readonly Reading[] {
  const about = fieldsOf(fields.device); // with `include_device_information`
  const address = textOf(about.ieeeAddr) ?? textOf(about.ieee_address);
  const device = address === undefined ? topic : addressForm(address);
  const model = zigbeeModel(known.model?.(device) ?? textOf(about.model));
  const battery = zigbeeBattery(fields);
  const at = instantOf(fields.last_seen);
  const presses = actionsIn(fields.action ?? fields.click).map((word) =>
    pressOf(word, { ...saidBy(device, word), at, battery }, model?.words),
  );
  const states = [
    ...statesOf(fields, { device, ...defined({ at, battery }) }),
    ...plainAlarm(fields, { device, ...defined({ at, battery }) }, model),
  ];
  const tamper = flagOf(fields.tamper);
  const events = [...presses.filter(({ is }) => is !== 'health'), ...states];
  const moves = movesOf(fields, { device, ...defined({ at }) });
  if (events.length > 0 && tamper === undefined) return [...events, ...moves];
  const ignored = presses.find((reading) => reading.is === 'health'); // a word that is no call
  return [
    ...events,
    ...moves,
    { is: 'health', device, ...defined({ at, battery, tamper }), ...(ignored?.is === 'health' ? ignored : {}) },
  ];
}

const saidBy = (device: Identity, word: string) => ({ device, once: { key: word.toLowerCase(), withinMs: copiesMs } });

/** `""` follows each press with the old sensor on, `null` was seen when a button woke (trap 2). */
const quiet = new Set(['', 'null', 'none', 'undefined', 'false']);

/** The words of an `action`: one, several, or one inside an object. */
function actionsIn(action: unknown): string[] {
  if (action === null || action === undefined || action === false) return [];
  if (Array.isArray(action)) return [...new Set(action.slice(0, 8).flatMap(actionsIn))];
  if (isFields(action)) {
    const word = [action.action, action.event_type, action.type, action.event, action.name, action.value].find((said) =>
      textOf(said),
    );
    return Object.keys(action).length === 0 ? [] : [textOf(word) ?? '?'];
  }
  const word = textOf(action) ?? '';
  return quiet.has(word.toLowerCase()) ? [] : [word];
}

/** What comes of a zone that says only `alarm`: of a siren nothing, of a smoke alarm smoke, of a device that nobody knows a call. */
function plainAlarm(fields: Fields, said: { device: Identity }, model: ZigbeeModel | undefined): Reading[] {
  const on = flagOf(fields.alarm);
  const kind = model?.alarm ?? (sirens.some((field) => Object.hasOwn(fields, field)) ? 'none' : 'sos');
  const better = ['smoke', 'gas', 'carbon_monoxide', 'water_leak', 'sos', 'contact', 'opening_state'].some((field) =>
    Object.hasOwn(fields, field),
  );
  if (typeof fields.alarm !== 'boolean' || on === undefined || kind === 'none' || better) return [];
  return [{ ...said, is: 'state', flag: 'alarm', kind, on, word: 'alarm' }];
}
const sirens = ['warning', 'volume', 'melody', 'ringtone', 'duration', 'max_duration', 'squawk', 'state'];

function zigbeeBattery(fields: Fields) {
  const word = textOf(fields.battery_state) ?? textOf(fields.battery_level);
  const low =
    fields.battery_low ??
    (word === 'low' || (word === undefined ? undefined : batteryWords.has(word) ? false : undefined));
  return batteryOf({ pct: fields.battery, millivolts: fields.voltage, low });
}
const batteryWords = new Set(['medium', 'middle', 'high', 'full']);

/** With `output: attribute` each field has a topic of its own, and its last segment is the field. */
const attribute = (segment: string): boolean =>
  /^[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(segment) && fieldNames.has(segment.replace(/_\w?\d+$/, ''));
const fieldNames = new Set(
  (
    'battery battery_low battery_state battery_level voltage linkquality last_seen sos sos_alarm smoke smoke_alarm smoke_state gas gas_alarm ' +
    'gas_sensor_state gas_value carbon_monoxide co co_state water_leak water alarm tamper test contact occupancy presence vibration ' +
    'illuminance illuminance_lux temperature humidity pressure device_temperature power_outage_count trigger_count fall_status ' +
    'fall_down_status state brightness color_temp power energy current update update_available elapsed position operation_mode ' +
    'action_group action_code action_zone action_transaction action_transition_time self_test fault motion co2 pm25 voc soil_moisture'
  ).split(' '),
);

const wordIn = (body: Body): string | undefined =>
  body.is === 'word' ? body.word : body.is === 'too_long' ? 'too long' : undefined;
