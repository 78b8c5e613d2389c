// Tasmota with SetOption73 (buttons) or SetOption114 (switches): `stat/<topic>/RESULT`, whatever order %prefix% and %topic% were given.
// RESULT carries the reply to every command too: only `Button<n>` or `Switch<n>` with an `Action` is an event, told by its shape first (trap 13).

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { MqttAdapter } from './adapter.ts';
import { byName } from './address.ts';
import { batteryOf } from './battery.ts';
import { type Body, bodyOf, type Fields, fieldsOf, isFields, numberOf, textOf } from './body.ts';
import type { Words } from './callWords.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, pressOf } from './pressOf.ts';

export const tasmota: MqttAdapter = {
  family: 'tasmota',
  base: '',
  filters: (base) =>
    base === '' ? ['stat/#', 'tele/#', '+/stat/#', '+/tele/#', 'tasmota/discovery/#'] : [`${base}/#`],
  read(message, base) {
    const { topic, payload } = message;
    if (base !== '' && !topic.startsWith(`${base}/`)) return undefined;
    const segments = (base === '' ? topic : topic.slice(base.length + 1)).split('/');
    if (segments[0] === 'tasmota' && segments[1] === 'discovery') return ofNow(message, readDiscovery(bodyOf(payload)));
    const at = segments.findIndex((segment) => segment === 'stat' || segment === 'tele' || segment === 'cmnd');
    const what = segments.at(-1) ?? '';
    const name = segments.filter((_, index) => index !== at && index !== segments.length - 1).join('/');
    if (at < 0 || at === segments.length - 1 || name === '') return undefined;
    if (segments[at] === 'cmnd') return nothing('command');
    return ofNow(message, readTopic(what, segments[at] === 'tele', bodyOf(payload), byName(name), name));
  },
};

function readTopic(what: string, isTele: boolean, body: Body, device: Identity, name: string): readonly Reading[] {
  if (body.is === 'empty') return nothing('empty');
  if (what === 'LWT') return readWill(body, device);
  const isKey = /^(?:BUTTON|SWITCH)\d+T?$/i.test(what); // with SetOption4, and before version 9
  if (body.is === 'object') return readObject(isKey ? underItsName(what, body.fields) : body.fields, device, name);
  if (!isTele && (what === 'RESULT' || isKey))
    return [{ is: 'check', device, why: 'unreadable', ...defined({ word: wordIn(body) }) }];
  return [{ is: 'health', device }]; // `POWER` and the like, bare
}

const wordIn = (body: Body): string | undefined => (body.is === 'word' ? body.word : undefined);

function readWill(body: Body, device: Identity): readonly Reading[] {
  const word = wordIn(body)?.toLowerCase();
  if (word !== 'online' && word !== 'offline') return [{ is: 'check', device, why: 'unreadable' }];
  return [{ is: 'health', device, online: word === 'online' }];
}

/** `stat/<t>/BUTTON1 {"ACTION":"SINGLE"}` and `SWITCH1T {"TRIG":"ON"}` say their key in the topic only. */
const underItsName = (what: string, fields: Fields): Fields =>
  'ACTION' in fields || 'Action' in fields || 'TRIG' in fields ? { [what.replace(/T$/i, '')]: fields } : fields;

function readObject(fields: Fields, device: Identity, name: string): readonly Reading[] {
  const keys = Object.entries(fields).filter(([key]) => /^(?:button|switch)\d+$/i.test(key));
  const presses = keys.flatMap(([key, value]): readonly Reading[] => {
    if (!isFields(value)) return []; // `"Switch1":"ON"` of a SENSOR report is how it stands, not that it was moved
    const action = textOf(value.Action ?? value.ACTION ?? value.TRIG);
    if (action === undefined) return [{ is: 'check', device, why: 'unreadable', word: key }];
    const once = { key: `${key.toLowerCase()}:${action.toLowerCase()}`, withinMs: copiesMs };
    return [pressOf(action, { device, once }, /^button/i.test(key) ? buttonWords : switchWords)];
  });
  return presses.length > 0 ? presses : readState(fields, device, name);
}

const buttonWords: Words = {
  single: 'sos',
  double: 'sos',
  triple: 'sos',
  quad: 'sos',
  penta: 'sos',
  hold: 'sos',
  toggle: 'sos',
  on: 'sos',
  off: 'ignore',
  clear: 'ignore',
};
/** A pull cord or a contact: it goes back by itself. */
const switchWords: Words = { ...buttonWords, inv: 'ignore', pushing: 'ignore' };

/** The reports each 300 s, the answers to STATUS and the three reports of a start. */
function readState(fields: Fields, device: Identity, name: string): readonly Reading[] {
  const mac = textOf(fieldsOf(fields.StatusNET).Mac);
  const named: Reading[] = mac === undefined ? [] : [{ is: 'name', device: addressForm(mac), name }];
  const info = fieldsOf(fields.Info1);
  const firmware = textOf(info.Version ?? fieldsOf(fields.StatusFWR).Version);
  const signal = numberOf(fieldsOf(fields.Wifi).Signal) ?? numberOf(fieldsOf(fieldsOf(fields.StatusSTS).Wifi).Signal);
  const battery = batteryOf({ pct: fields.Battery ?? fieldsOf(fields.BatteryPercentage) });
  const restarted =
    'RestartReason' in fieldsOf(fields.Info3) || 'RestartReason' in fields ? (true as const) : undefined;
  return [...named, { is: 'health', device, ...defined({ battery, signal, firmware, restarted }) }];
}

/** `tasmota/discovery/<mac>/config`: whose name the topic's is. */
function readDiscovery(body: Body): readonly Reading[] {
  const { mac, t } = body.is === 'object' ? body.fields : ({} as Fields);
  const address = textOf(mac);
  const name = textOf(t);
  if (address === undefined || name === undefined) return nothing('configuration');
  return [{ is: 'name', device: addressForm(address), name }];
}
