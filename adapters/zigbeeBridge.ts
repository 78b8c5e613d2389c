// What Zigbee2MQTT says of itself under `<base>/bridge/`: whether it is up, whose names the names are, who has left its network.

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import type { MqttMessage } from './adapter.ts';
import { byName } from './address.ts';
import { type Body, bodyOf, type Fields, fieldsOf, listOf, longestBody, longestList, textOf } from './body.ts';
import { nothing } from './kept.ts';

/** A message under `bridge/`. */
export function readBridge(rest: string, { payload }: MqttMessage, base: string): readonly Reading[] {
  const isList = rest === 'bridge/devices' || rest === 'bridge/config/devices';
  const body = bodyOf(payload, isList ? longestList : longestBody);
  if (rest === 'bridge/state') return readState(body, base);
  if (isList) return readNames(body);
  if (rest === 'bridge/event') return readEvent(fieldsIn(body));
  if (rest === 'bridge/log') return readLog(fieldsIn(body));
  if (rest === 'bridge/response/device/remove') return readRemoval(fieldsIn(body));
  return nothing('bridge');
}

const fieldsIn = (body: Body): Fields => (body.is === 'object' ? body.fields : {});

/** 1.x says `online` bare, 2.x in an object; it is its will too: with it every button behind it is blind. */
function readState(body: Body, base: string): readonly Reading[] {
  const state = body.is === 'word' ? body.word : textOf(fieldsIn(body).state);
  if (body.is === 'empty') return nothing('empty');
  if (state !== 'online' && state !== 'offline')
    return [{ is: 'check', why: 'unreadable', word: `${base}/bridge/state` }];
  return [{ is: 'gateway', gateway: base, up: state === 'online' }];
}

function readNames(body: Body): readonly Reading[] {
  if (body.is === 'empty' || body.is === 'object') return nothing('bridge');
  if (body.is !== 'list') return [{ is: 'check', why: 'unreadable', word: 'bridge/devices' }];
  const names = body.entries.flatMap((entry) => nameIn(fieldsOf(entry)));
  return names.length > 0 ? names : nothing('no devices');
}

function nameIn(entry: Fields): Reading[] {
  const address = addressIn(entry);
  const name = textOf(entry.friendly_name);
  if (address === undefined || name === undefined || entry.type === 'Coordinator') return [];
  return [{ is: 'name', device: addressForm(address), name }];
}

const addressIn = (entry: Fields): string | undefined => textOf(entry.ieee_address) ?? textOf(entry.ieeeAddr);

/** Who joins is alive and has a name; who leaves can call nobody any more, and somebody must look. */
function readEvent(event: Fields): readonly Reading[] {
  const about = fieldsOf(event.data);
  const address = addressIn(about);
  const name = textOf(about.friendly_name);
  const device = address === undefined ? (name === undefined ? undefined : byName(name)) : addressForm(address);
  if (device === undefined) return nothing('bridge event');
  if (event.type === 'device_leave') return left(device, 'device_leave');
  if (event.type !== 'device_joined' && event.type !== 'device_announce') return nothing('bridge event');
  return [...nameIn(about), { is: 'health', device }];
}

const left = (device: Identity, word: string): readonly Reading[] => [
  { is: 'check', device, why: 'unknown_word', word },
];

/** 1.x: `{"type":"device_removed","message":"<name>"}`. */
function readLog({ type, message, meta }: Fields): readonly Reading[] {
  const name = textOf(fieldsOf(meta).friendly_name) ?? textOf(message);
  const isGone = typeof type === 'string' && /^device_(?:force_)?(?:removed|banned)$/.test(type);
  return isGone && name !== undefined ? left(byName(name), String(type)) : nothing('bridge log');
}

function readRemoval({ status, data }: Fields): readonly Reading[] {
  const id = textOf(fieldsOf(data).id) ?? textOf(listOf(data)[0]);
  if (status !== 'ok' || id === undefined) return nothing('bridge response');
  return left(/^0x[0-9a-f]{16}$/i.test(id) ? addressForm(id) : byName(id), 'device_removed');
}
