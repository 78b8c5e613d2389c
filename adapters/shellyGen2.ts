// Shelly from the second generation on: `<prefix>/events/rpc`, `<prefix>/status/<component>`, `<prefix>/online`.
// One press says btn_down, btn_up and, about half a second later, one of *_push. The push is taken: it comes once for a gesture, whatever the
// number of clicks, and only a button says it; btn_down also comes from each click of a triple one, and would call three times.

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { Known, MqttAdapter } from './adapter.ts';
import { addressIn, byName } from './address.ts';
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
import { readServiceData } from './btHome.ts';
import type { Words } from './callWords.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, neverAgainMs, pressOf } from './pressOf.ts';

export const shellyGen2: MqttAdapter = {
  family: 'shellyGen2',
  base: '',
  filters: (base) =>
    ['+/events/rpc', '+/status/+', '+/online'].map((topic) => (base === '' ? topic : `${base}/${topic}`)),
  read(message, base, known) {
    const { topic, payload } = message;
    if (base !== '' && !topic.startsWith(`${base}/`)) return undefined;
    const [, prefix, what] = /^(.+?)\/(events\/rpc|status\/[^/]+|online|rpc|debug\/log)$/.exec(topic) ?? [];
    if (prefix === undefined || what === undefined || /^(?:shellies|home|tele|stat|cmnd)(?:\/|$)/.test(topic))
      return undefined;
    if (what === 'rpc' || what === 'debug/log') return nothing('command');
    return ofNow(
      message,
      readTopic(what, bodyOf(payload), { name: prefix.split('/').at(-1) ?? prefix, prefix, known }),
    );
  },
};

type From = { name: string; prefix: string; known: Known };

function readTopic(what: string, body: Body, from: From): readonly Reading[] {
  const device = addressIn(from.name) ?? byName(from.prefix);
  if (what === 'online') return readOnline(body, device, from);
  if (body.is === 'empty')
    return what === 'events/rpc' ? [{ is: 'check', device, why: 'unreadable' }] : nothing('empty');
  if (what === 'events/rpc') return readNotification(body, device, from);
  return body.is === 'object'
    ? readStatus({ [what.slice('status/'.length)]: body.fields }, { device })
    : [{ is: 'health', device }];
}

function readOnline(body: Body, device: Identity, { name, known }: From): readonly Reading[] {
  const on = body.is === 'word' ? flagOf(body.word) : undefined;
  if (on === undefined) return body.is === 'empty' ? nothing('empty') : [{ is: 'check', device, why: 'unreadable' }];
  const sleeps = /ht|smoke|flood|blu|door|motion/i.test(
    `${name.replace(/-[0-9a-f]{12}$/i, '')} ${known.model?.(device) ?? ''}`,
  );
  if (sleeps) return on ? [{ is: 'health', device }] : nothing('asleep');
  return [{ is: 'health', device, online: on }];
}

/** `NotifyEvent`, `NotifyStatus`, `NotifyFullStatus`; the sender names itself, whatever prefix it was given. */
function readNotification(body: Body, byPrefix: Identity, { name, prefix }: From): readonly Reading[] {
  if (body.is !== 'object') return [{ is: 'check', device: byPrefix, why: 'unreadable' }];
  const { src, method, params } = body.fields;
  const sender = typeof src === 'string' ? addressIn(src) : undefined;
  const device = sender ?? byPrefix;
  const named: Reading[] =
    sender !== undefined && addressIn(name) === undefined ? [{ is: 'name', device, name: prefix }] : [];
  const fields = fieldsOf(params);
  if (method === 'NotifyEvent') return [...named, ...readEvents(fields, device)];
  if (method === 'NotifyStatus' || method === 'NotifyFullStatus')
    return [...named, ...readStatus(fields, { device, at: instantOf(fields.ts) })];
  if (typeof method === 'string' || 'result' in body.fields || 'error' in body.fields) return nothing('rpc');
  return [{ is: 'check', device, why: 'unreadable' }];
}

function readEvents(params: Fields, device: Identity): readonly Reading[] {
  const events = listOf(params.events).filter(isFields);
  if (events.length === 0) return [{ is: 'check', device, why: 'unreadable', word: 'no events' }];
  const readings = events.slice(0, 32).flatMap((event) => readEvent(event, params, device));
  const calls = readings.filter(({ is }) => is !== 'health');
  return calls.length > 0 ? calls : readings.slice(0, 1);
}

/** Gestures, and what a key says besides: the two halves of each click, and that somebody changed its settings. */
const words: Words = {
  single_push: 'sos',
  double_push: 'sos',
  triple_push: 'sos',
  long_push: 'sos',
  long_double_push: 'sos',
  long_triple_push: 'sos',
  hold_press: 'sos',
  btn_down: 'ignore',
  btn_up: 'ignore',
  config_changed: 'ignore',
  toggle: 'ignore',
  analog_change: 'ignore',
  analog_measurement: 'ignore',
  state_changed: 'ignore',
};

function readEvent(event: Fields, params: Fields, device: Identity): readonly Reading[] {
  const component = textOf(event.component) ?? '';
  const word = textOf(event.event) ?? '?';
  if (word === 'shelly-blu' || word === 'bthome')
    return readServiceData(fieldsOf(event.data), fieldsOf(event.data)) ?? [{ is: 'health', device }];
  const from = component.startsWith('bthome') ? `${device}/${component}` : device; // a button that speaks through this one
  const isKey = /^(?:input|button|bthomedevice|bthomesensor):/.test(component) || Object.hasOwn(words, word);
  if (!isKey) return [{ is: 'health', device: from }];
  const ts = numberOf(event.ts) ?? numberOf(params.ts);
  const at = instantOf(ts);
  // a clock that was never set begins anew with each start: then the word alone, for as long as copies come
  const once =
    at === undefined
      ? { key: `${component}:${word}`, withinMs: copiesMs }
      : { key: `${component}:${ts}`, withinMs: neverAgainMs };
  const reading = pressOf(word, { device: from, once, at }, words);
  return [reading];
}

/** Components by name. A key wired as a switch has a state, a button's is null. */
function readStatus(components: Fields, said: { device: Identity; at?: number | undefined }): readonly Reading[] {
  const { device } = said;
  const at = defined({ at: said.at });
  const power = fieldsOf(fieldsOf(components['devicepower:0']).battery);
  const battery = batteryOf({ pct: power.percent, volts: power.V });
  const states = Object.entries(components).flatMap(([name, value]): Reading[] => {
    const { state, alarm } = fieldsOf(value);
    const of = { is: 'state' as const, device, ...at, ...defined({ battery }) };
    if (name.startsWith('input:') && typeof state === 'boolean') return [{ ...of, flag: name, kind: 'sos', on: state }];
    if (name.startsWith('smoke:') && typeof alarm === 'boolean')
      return [{ ...of, flag: name, kind: 'smoke', on: alarm }];
    if (name.startsWith('flood:') && typeof alarm === 'boolean')
      return [{ ...of, flag: name, kind: 'service', on: alarm, word: 'water' }];
    return [];
  });
  const firmware = textOf(fieldsOf(components.sys).ver);
  const signal = numberOf(fieldsOf(components.wifi).rssi);
  if (states.length > 0 && signal === undefined) return states;
  return [...states, { is: 'health', device, ...at, ...defined({ battery, signal, firmware }) }];
}
