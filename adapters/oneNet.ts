// China Mobile's OneNET, the new platform (物联网开放平台). `msg` is a text: JSON, or AES in its secure mode. It gives up after 2 h 45 min.

import type { Reading } from '../contracts/device/reading.ts';
import { parsed } from '../contracts/json.ts';
import { defined } from '../contracts/shapes.ts';
import type { PressKind } from '../contracts/terms.ts';
import type { HttpAdapter, HttpSource } from './adapter.ts';
import { placeOf, textOf, timeOf } from './besides.ts';
import { asJson, objectOf, readMessage } from './bodies.ts';
import { deviceOf, pressOf } from './meaning.ts';
import { decrypted, greeted, isSigned, oneNetAnswer } from './oneNetSignature.ts';
import { type Of, readEvent, readProperties, unreadOf } from './thingModel.ts';
import { meaningOf } from './vocabulary.ts';

export const oneNet: HttpAdapter = {
  family: 'oneNet',
  read(message, source, known) {
    const greeting = greeted(message, source);
    if (greeting) return greeting;
    const push = objectOf(readMessage(message));
    const msg =
      push && (typeof push.msg === 'string' ? push.msg : push.msg === undefined ? undefined : asJson(push.msg));
    if (!push || msg === undefined) {
      // what no token was laid over is refused where there is one
      if (source.secret !== undefined) return { is: 'refused', why: 'signature' };
      return { is: 'readings', readings: [unreadOf(undefined)], answer: oneNetAnswer };
    }
    const opened = parsed(msg) ?? secure(msg, source);
    if (!isSigned(source, textOf(push.nonce), textOf(push.signature), [msg, asJson(opened)]))
      return { is: 'refused', why: 'signature' };
    const said = { known, datum: source.datum, id: textOf(push.id), at: timeOf(push.time) };
    return { is: 'readings', readings: readMsg(objectOf(opened), said), answer: oneNetAnswer };
  },
};

function secure(msg: string, source: HttpSource): unknown {
  const key = Buffer.from(source.aesKey ?? '', 'utf8');
  return key.length === 16 ? decrypted(msg, key, [key, Buffer.alloc(16)]) : undefined;
}

type Msg = Readonly<Record<string, unknown>>;

function readMsg(msg: Msg | undefined, said: Omit<Of, 'device'>): Reading[] {
  const data = objectOf(msg?.data);
  const device = deviceOf(textOf(msg?.imei), textOf(data?.imei), textOf(msg?.deviceName), textOf(msg?.deviceId));
  if (!msg || device === undefined) return [unreadOf(undefined, msg && textOf(msg.messageType))];
  const of: Of = { ...said, device };
  const name = textOf(msg.deviceName);
  const names: Reading[] =
    name !== undefined && name !== device && name.length <= 128 ? [{ is: 'name', device, name }] : [];
  return [...names, ...readType(msg, data, of)];
}

function readType(msg: Msg, data: Msg | undefined, of: Of): Reading[] {
  const type = textOf(msg.messageType)?.toLowerCase();
  if (type === 'lifecycle') return lifeCycle(msg, data, of);
  if (type === 'lbsandwifi') return position(msg, data, of);
  const notified = textOf(msg.notifyType)?.toLowerCase();
  if (notified === 'event') return events(data, of);
  if (notified === 'property' || (notified === undefined && data?.params !== undefined))
    return readProperties(data?.params, { ...of, at: undefined });
  if (notified === 'service' || /reply|desired|invoke/.test(notified ?? ''))
    return [{ is: 'nothing', why: `${notified}` }];
  return [unreadOf(of.device, notified ?? type ?? 'no messageType')];
}

/** What sleeps goes offline by itself; only LwM2M devices have an IMEI here. */
function lifeCycle(msg: Msg, data: Msg | undefined, of: Of): Reading[] {
  const status = textOf(data?.status)?.toLowerCase();
  if (status !== 'online' && status !== 'offline') return [{ is: 'nothing', why: `lifeCycle ${status}` }];
  const sleeps = textOf(msg.imei) !== undefined;
  if (sleeps && status === 'offline') return [{ is: 'nothing', why: 'asleep' }];
  const at = timeOf(data?.time) ?? of.at;
  return [{ is: 'health', device: of.device, ...defined({ at }), ...(sleeps ? {} : { online: status === 'online' }) }];
}

function position(msg: Msg, data: Msg | undefined, of: Of): Reading[] {
  const at = timeOf(msg.timestamp) ?? timeOf(data?.timestamp) ?? of.at;
  const place = placeOf(data?.lon, data?.lat, { datum: of.datum, accuracy: data?.accuracy, at });
  return [place ? { is: 'position', device: of.device, place } : { is: 'nothing', why: 'no place' }];
}

/** Each event has a value and a time of its own; the id of the message stands for all of them. */
function events(data: Msg | undefined, of: Of): Reading[] {
  const params = Object.entries(objectOf(data?.params) ?? {}).slice(0, 100);
  if (params.length === 0) return [unreadOf(of.device, 'event')];
  return params.flatMap(([name, said]) => {
    const inner = objectOf(said);
    const content = inner && 'value' in inner ? inner.value : said;
    // of a detector a bare 0 says that it is over; of a button it is the number of a key
    const bag = objectOf(content) ?? { [isButton.includes(pressOf(meaningOf(name))) ? 'value' : name]: content };
    return readEvent(name, bag, 'alert', { ...of, at: timeOf(inner?.time) ?? of.at });
  });
}

const isButton: readonly (PressKind | undefined)[] = ['sos', 'fall'];
