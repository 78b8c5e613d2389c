// Huawei's IoTDA. It waits 15 s for an answer, keeps what failed for 10 min, and marks an address that failed ten times as invalid: then
// nothing comes until somebody switches it on again there.

import type { Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { HttpAdapter, HttpMessage, HttpSource } from './adapter.ts';
import { textOf, timeOf } from './besides.ts';
import { listOf, objectOf, readMessage } from './bodies.ts';
import { deviceOf } from './meaning.ts';
import { type Of, readEvent, readProperties, underItsService, unreadOf } from './thingModel.ts';
import { sameSignature, signed, sortedTogether } from './vendorSignature.ts';

export const iotda: HttpAdapter = {
  family: 'iotda',
  read(message, source, known) {
    if (!isIotda(message, source)) return { is: 'refused', why: 'signature' };
    const answer = { status: 200, contentType: 'application/json', body: '{}' };
    const push = objectOf(readMessage(message));
    const readings = push ? readPush(push, { known, datum: source.datum }) : [unreadOf(undefined)];
    return { is: 'readings', readings, answer };
  },
};

/** Without a token there is nothing to check: then the path is the secret. */
function isIotda({ headers }: HttpMessage, { secret }: HttpSource): boolean {
  if (secret === undefined) return true;
  const { timestamp, nonce, signature } = headers;
  if (timestamp === undefined || nonce === undefined) return false;
  return sameSignature(signature, signed('sha256', sortedTogether([secret, timestamp, nonce]), 'hex'), 'hex');
}

type Part = Readonly<Record<string, unknown>>;

function readPush(push: Part, said: Omit<Of, 'device'>): Reading[] {
  const notified = objectOf(push.notify_data);
  const header = objectOf(notified?.header);
  const own = textOf(header?.device_id);
  const device = deviceOf(textOf(header?.node_id), own);
  if (!notified || device === undefined) return [unreadOf(undefined, textOf(push.resource))];
  const at = timeOf(push.event_time_ms) ?? timeOf(push.event_time);
  const of: Of = { ...said, device, at, id: textOf(push.request_id) };
  const names: Reading[] =
    own !== undefined && own !== device && own.length <= 128 ? [{ is: 'name', device, name: own }] : [];
  return [...names, ...readResource(push, notified.body, of)];
}

function readResource(push: Part, body: unknown, of: Of): Reading[] {
  const resource = textOf(push.resource) ?? '';
  switch (resource) {
    case 'device.property':
      return readServices(objectOf(body)?.services, of);
    case 'device.message':
      return readContent(objectOf(body)?.content ?? body, of);
    case 'device.status':
      return status(objectOf(body), of);
    case 'device.event':
      return listOf(objectOf(body)?.services ?? objectOf(body)?.events ?? body).flatMap((one) =>
        event(objectOf(one) ?? {}, of),
      );
    default:
      return /^(?:device|product|device\.command\.status|device\.asyncCommand.*|batchtask|device\.onlinestatus)$/.test(
        resource,
      )
        ? [{ is: 'nothing', why: resource }]
        : [unreadOf(of.device, resource)];
  }
}

function readServices(said: unknown, of: Of): Reading[] {
  const services = listOf(said).flatMap<Part>((one) => objectOf(one) ?? []);
  if (services.length === 0) return [unreadOf(of.device)];
  return services.flatMap((service) => {
    const at = timeOf(service.event_time) ?? of.at;
    return readProperties(underItsService(textOf(service.service_id), service.properties), { ...of, at });
  });
}

/** What a device wrote freely: JSON, a word, or bytes. */
function readContent(content: unknown, of: Of): Reading[] {
  const bag = objectOf(content);
  if (bag) return event(bag, of);
  const word = textOf(content);
  return word === undefined ? [unreadOf(of.device)] : readEvent(word.slice(0, 200), {}, 'alert', of);
}

function event(bag: Part, of: Of): Reading[] {
  const name = textOf(bag.event_type) ?? textOf(bag.event_id) ?? textOf(bag.event) ?? textOf(bag.service_id);
  const content = objectOf(bag.paras) ?? objectOf(bag.properties) ?? objectOf(bag.data) ?? bag;
  return readEvent(name, content, 'alert', { ...of, at: timeOf(bag.event_time) ?? of.at });
}

function status(body: Part | undefined, of: Of): Reading[] {
  const said = textOf(body?.status)?.toUpperCase();
  if (said !== 'ONLINE' && said !== 'OFFLINE') return [{ is: 'nothing', why: `status ${said}` }];
  return [{ is: 'health', device: of.device, ...defined({ at: of.at }), online: said === 'ONLINE' }];
}
