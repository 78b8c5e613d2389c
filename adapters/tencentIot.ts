// Tencent's IoT Hub and IoT Explorer. The check when the address is entered is a GET whose header `Echostr` goes back as it came.
// (Its "自定义推送" has other headers, `x-tc-…`: that one is a mapping.)

import type { Reading } from '../contracts/device/reading.ts';
import { parsed } from '../contracts/json.ts';
import { defined } from '../contracts/shapes.ts';
import type { HttpAdapter, HttpMessage, HttpSource } from './adapter.ts';
import { textOf, timeOf } from './besides.ts';
import { objectOf, readMessage } from './bodies.ts';
import { deviceOf } from './meaning.ts';
import { type Of, readEvent, readProperties, unreadOf } from './thingModel.ts';
import { sameSignature, signed, sortedTogether } from './vendorSignature.ts';

export const tencentIot: HttpAdapter = {
  family: 'tencentIot',
  read(message, source, known) {
    const { echostr } = message.headers;
    if (message.method === 'GET' && echostr !== undefined) {
      // the greeting is signed too; where it is not, it only gets back what it said
      if (message.headers.signature !== undefined && !isTencent(message, source))
        return { is: 'refused', why: 'signature' };
      return { is: 'handshake', answer: { status: 200, contentType: 'text/plain', body: echostr } };
    }
    if (!isTencent(message, source)) return { is: 'refused', why: 'signature' };
    const push = objectOf(readMessage(message));
    const readings = push ? readPush(push, { known, datum: source.datum }) : [unreadOf(undefined)];
    return { is: 'readings', readings, answer: { status: 200, contentType: 'text/plain', body: 'OK' } };
  },
};

function isTencent({ headers }: HttpMessage, { secret }: HttpSource): boolean {
  if (secret === undefined) return true;
  const { timestamp, nonce, signature } = headers;
  if (timestamp === undefined || nonce === undefined) return false;
  return sameSignature(signature, signed('sha1', sortedTogether([secret, timestamp, nonce]), 'hex'), 'hex');
}

type Part = Readonly<Record<string, unknown>>;

/** The device is named beside the payload, or in the topic: `$thing/up/event/{product}/{device}`, `{product}/{device}/event`. */
function readPush(push: Part, said: Omit<Of, 'device'>): Reading[] {
  const topic = textOf(push.topic) ?? textOf(push.Topic) ?? '';
  const [, inThing, plainly] = /^\$\w+\/.*\/([^/]+)$|^[^/$]+\/([^/]+)\/?/.exec(topic) ?? [];
  const payload = payloadOf(push.payload ?? push.Payload);
  const bag = objectOf(payload);
  const device = deviceOf(
    textOf(push.devicename) ?? textOf(push.deviceName) ?? textOf(push.DeviceName),
    textOf(bag?.imei),
    inThing ?? plainly,
    textOf(bag?.deviceName),
  );
  if (device === undefined) return [unreadOf(undefined, topic === '' ? undefined : topic)];
  const at = timeOf(bag?.timestamp) ?? timeOf(push.timestamp) ?? timeOf(push.Timestamp);
  // no id: `clientToken` is the device's own counter, which begins again when the device does
  const of: Of = { ...said, device, at };
  if (!bag) return typeof payload === 'string' ? readEvent(payload.slice(0, 200), {}, 'alert', of) : [unreadOf(device)];
  return readPayload(bag, topic, of);
}

/** An object, JSON as a text, or base64 of either. */
function payloadOf(said: unknown): unknown {
  if (typeof said !== 'string') return said;
  const json = parsed(said);
  if (json !== undefined) return json;
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(said)) return said;
  const text = Buffer.from(said, 'base64').toString('utf8');
  return parsed(text) ?? (/^[\p{L}\p{N}\p{P}\p{Zs}]+$/u.test(text) ? text : said);
}

function readPayload(bag: Part, topic: string, of: Of): Reading[] {
  const method = textOf(bag.method)?.toLowerCase().replaceAll('_', '');
  if (method === 'eventpost' || method === 'eventspost' || (method === undefined && /\/event(?:\/|$)/.test(topic)))
    return events(bag, of);
  if (/reply$|^control$|^action/.test(method ?? '')) return [{ is: 'nothing', why: `${method}` }];
  const status = textOf(bag.event)?.toLowerCase() ?? textOf(bag.status)?.toLowerCase();
  if (method === undefined && (status === 'online' || status === 'offline'))
    return [{ is: 'health', device: of.device, ...defined({ at: of.at }), online: status === 'online' }];
  return readProperties(
    objectOf(bag.params) ?? objectOf(bag.reported) ?? objectOf(objectOf(bag.state)?.reported) ?? bag,
    of,
  );
}

function events(bag: Part, of: Of): Reading[] {
  const several = Array.isArray(bag.events) ? bag.events.slice(0, 100) : [bag];
  return several.flatMap((said) => {
    const one = objectOf(said) ?? {};
    const weight = textOf(one.type) === 'info' ? 'info' : 'alert';
    const name = textOf(one.eventId) ?? textOf(one.eventID) ?? textOf(one.event);
    return readEvent(name, one.params ?? one, weight, { ...of, at: timeOf(one.timestamp) ?? of.at });
  });
}
