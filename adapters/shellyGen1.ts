// Shelly of the first generation: `shellies/<id>/input_event/<n>`. The problem: on connecting, and every 30 s, the whole state is published
// again, the last event included; only its counter tells a press from its echo, and the counter begins anew with each start (facts, traps 4, 5).

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import { defined } from '../contracts/shapes.ts';
import type { MqttAdapter, MqttMessage } from './adapter.ts';
import { addressIn, byName } from './address.ts';
import { batteryOf } from './battery.ts';
import { type Body, bodyOf, type Fields, fieldsOf, flagOf, numberOf, textOf } from './body.ts';
import type { Words } from './callWords.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, neverAgainMs, pressOf } from './pressOf.ts';

export const shellyGen1: MqttAdapter = {
  family: 'shellyGen1',
  base: 'shellies',
  filters: (base) => [`${base}/#`],
  read(message, base, known) {
    if (!message.topic.startsWith(`${base}/`)) return undefined;
    const [id = '', ...what] = message.topic.slice(base.length + 1).split('/');
    if (id === 'announce') return ofNow(message, readAnnouncement(bodyOf(message.payload)));
    if (id === 'command' || id === '' || what.length === 0) return nothing('command');
    const device = byId(id);
    return ofNow(message, readTopic(what, message, { device, id, model: known.model?.(device) }));
  },
};

type Shelly = { device: Identity; id: string; model: string | undefined };

/** `shellybutton1-E8DB84A1B2C3` ends with the MAC; a shorter ending or a name of one's own waits for `announce`. */
const byId = (id: string): Identity => addressIn(id) ?? byName(id);

function readTopic(what: readonly string[], { payload }: MqttMessage, shelly: Shelly): readonly Reading[] {
  const { device } = shelly;
  const body = bodyOf(payload);
  const [topic = '', which = ''] = what;
  if (what.at(-1) === 'command' || what.at(-1) === 'set') return nothing('command');
  if (topic === 'input_event') return readEvent(which, body, device);
  if (body.is === 'empty') return nothing('empty');
  if (topic === 'online') return readOnline(body, shelly);
  if (topic === 'sensor' && which === 'battery') return [health(device, { battery: batteryOf({ pct: wordIn(body) }) })];
  if (topic === 'sensor') return readSensor(which, wordIn(body) ?? '', device);
  if (topic === 'info') return readInfo(body, device);
  return [health(device, {})]; // `input/0`, `longpush/0`, `relay/0`: the same press said otherwise, or none
}

const wordIn = (body: Body): string | undefined => (body.is === 'word' ? body.word : undefined);
const health = (device: Identity, more: object): Reading =>
  ({ is: 'health', device, ...defined(more as Fields) }) as Reading;

/** Short, twice, three times, long, and the two mixtures of an i3. */
const words: Words = { s: 'sos', ss: 'sos', sss: 'sos', l: 'sos', sl: 'sos', ls: 'sos' };

/** Nothing but events comes here, so that what cannot be read is a press that cannot be read. */
function readEvent(input: string, body: Body, device: Identity): readonly Reading[] {
  if (body.is === 'empty') return [{ is: 'check', device, why: 'unreadable' }];
  const event = body.is === 'object' ? body.fields.event : wordIn(body);
  const count = body.is === 'object' ? numberOf(body.fields.event_cnt) : undefined;
  if (event === '' || event === null) return [health(device, { restarted: count === 0 ? true : undefined })]; // none since it started
  const word = textOf(event) ?? '?';
  const once =
    count === undefined
      ? { key: `${input}:${word.toLowerCase()}`, withinMs: copiesMs }
      : { key: `${input}:${count}`, withinMs: neverAgainMs, untilAnother: true as const };
  return [pressOf(word, { device, once }, words)];
}

/** What lives on a battery sleeps: that it went offline says nothing (trap 9). */
function readOnline(body: Body, { device, id, model }: Shelly): readonly Reading[] {
  const on = flagOf(wordIn(body));
  if (on === undefined) return [{ is: 'check', device, why: 'unreadable' }];
  const sleeps =
    /^shelly(?:button|ht|flood|dw|smoke|sense)/i.test(id) || /SHBTN|SHHT|SHWT|SHDW|SHSM/i.test(model ?? '');
  if (sleeps) return on ? [health(device, {})] : nothing('asleep');
  return [health(device, { online: on })];
}

/** A detector: its flag is said again with each state. `sensor/gas` has degrees, the first is `none`. */
function readSensor(which: string, word: string, device: Identity): readonly Reading[] {
  const on = flagOf(word) ?? (which === 'gas' && ['mild', 'heavy'].includes(word) ? true : undefined);
  if (on === undefined) return [health(device, {})];
  if (which === 'smoke') return [{ is: 'state', device, flag: 'smoke', kind: 'smoke', on }];
  if (which === 'gas') return [{ is: 'state', device, flag: 'gas', kind: 'smoke', on, word: 'gas' }];
  if (which === 'flood') return [{ is: 'state', device, flag: 'flood', kind: 'service', on, word: 'water' }];
  return [health(device, {})];
}

function readInfo(body: Body, device: Identity): readonly Reading[] {
  const fields = body.is === 'object' ? body.fields : {};
  const bat = fieldsOf(fields.bat);
  return [
    health(device, {
      battery: batteryOf({ pct: bat.value, volts: bat.voltage }),
      signal: numberOf(fieldsOf(fields.wifi_sta).rssi),
      firmware: textOf(fieldsOf(fields.update).old_version),
    }),
  ];
}

/** Whose name the topic's is. */
function readAnnouncement(body: Body): readonly Reading[] {
  const { id, mac, fw_ver } = body.is === 'object' ? body.fields : ({} as Fields);
  const name = textOf(id);
  const address = textOf(mac);
  if (name === undefined || address === undefined) return nothing('announcement');
  const device = addressForm(address);
  return [{ is: 'name', device, name }, health(device, { firmware: textOf(fw_ver) })];
}
