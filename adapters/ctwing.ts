// China Telecom's CTWing (AEP). It signs nothing, counts how fast we answer, and pushes nothing at all for a minute after failures: the secret
// is in the path, and the answer is short. An IMEI names the device wherever one is said; CTWing's own id is told as its other name.

import type { Identity, Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { HttpAdapter } from './adapter.ts';
import { numberOf, placeOf, textOf, timeOf } from './besides.ts';
import { listOf, objectOf, readMessage } from './bodies.ts';
import { deviceOf } from './meaning.ts';
import { type Of, readEvent, readProperties, underItsService, unreadOf } from './thingModel.ts';
import { readTransparent } from './transparent.ts';

export const ctwing: HttpAdapter = {
  family: 'ctwing',
  read(message, source, known) {
    const answer = { status: 200, contentType: 'text/plain', body: 'OK' };
    const pushes = listOf(readMessage(message)).slice(0, mostPushes);
    const of = { known, datum: source.datum };
    return {
      is: 'readings',
      readings: pushes.length === 0 ? [unreadOf(undefined)] : pushes.flatMap((push) => readPush(push, of)),
      answer,
    };
  },
};

/** It sends one; more than that in a list is no message of CTWing. */
const mostPushes = 1_000;

type Push = Readonly<Record<string, unknown>>;
type Source = Pick<Of, 'known' | 'datum'>;

function readPush(said: unknown, source: Source): Reading[] {
  const push = objectOf(said);
  if (!push) return [unreadOf(undefined)];
  const payload = objectOf(push.payload);
  const imei = textOf(push.IMEI) ?? textOf(push.imei) ?? textOf(objectOf(payload?.serviceData)?.IMEI);
  const own = textOf(push.deviceId);
  const device = deviceOf(imei, own, textOf(push.deviceSn));
  if (device === undefined) return [unreadOf(undefined, textOf(push.messageType))];
  const names: Reading[] = imei && own && own.length <= 128 ? [{ is: 'name', device, name: own }] : [];
  return [...names, ...readKind(push, { ...source, device, at: timeOf(push.timestamp) })];
}

function readKind(push: Push, of: Of): Reading[] {
  const type = textOf(push.messageType)?.toLowerCase();
  switch (type) {
    case 'datareport':
    case 'datareporttupunion':
      return readData(push.payload, of);
    case 'eventreport':
      return readEvent(
        textOf(push.serviceId),
        push.eventContent,
        textOf(push.eventType) === '1' ? 'info' : 'alert',
        of,
      );
    case 'deviceonlineofflinereport':
      return online(push, of);
    case 'commandresponse':
      return [{ is: 'nothing', why: 'answer to a command' }];
    default:
      return push.payload !== undefined ? readData(push.payload, of) : [unreadOf(of.device, type ?? 'no messageType')];
  }
}

/** NB-IoT devices are "offline" while they sleep: that is neither a fault nor a sign of life. */
function online(push: Push, of: Of): Reading[] {
  const up = textOf(push.eventType) === '1';
  const sleeps = /lwm2m|coap|nb|tup/i.test(textOf(push.protocol) ?? '');
  if (sleeps && !up) return [{ is: 'nothing', why: 'asleep' }];
  return [{ is: 'health', device: of.device, ...defined({ at: of.at }), ...(sleeps ? {} : { online: up }) }];
}

function readData(said: unknown, of: Of): Reading[] {
  const parts = listOf(said).slice(0, mostPushes);
  if (parts.length !== 1)
    return parts.length === 0 ? [unreadOf(of.device)] : parts.flatMap((part) => readData(part, of));
  const payload = objectOf(parts[0]);
  if (!payload) return [unreadOf(of.device)];
  const bytes = textOf(payload.APPdata) ?? textOf(payload.appData) ?? textOf(payload.APPData);
  if (bytes !== undefined) return readTransparent(bytes, of);
  if (textOf(payload.msgid) !== undefined && ('alarmSign' in payload || 'datalist' in payload))
    return readJt808(payload, of);
  if (payload.serviceData !== undefined)
    return readProperties(underItsService(textOf(payload.serviceId), payload.serviceData), of);
  return readProperties(payload, of);
}

/** JT/T 808 as CTWing takes it apart; of a batch (0x0704) the list is JSON within a text, and each report in it has its own time. */
function readJt808(payload: Push, of: Of): Reading[] {
  const batch = listOf(payload.datalist).slice(0, mostPushes);
  if (batch.length === 0) return reportOf(payload, of.device, of);
  const reports = batch.flatMap<Push>((one) => objectOf(one) ?? []);
  return reports.length === 0 ? [unreadOf(of.device)] : reports.flatMap((report) => reportOf(report, of.device, of));
}

/** `alarmSign` bit 0 stays set until it is acknowledged; `status` bit 1 says that there is a fix, 2 south, 3 west. */
function reportOf(report: Push, device: Identity, of: Of): Reading[] {
  const [alarm = 0, status = 2] = [numberOf(report.alarmSign), numberOf(report.status)];
  const at = timeOf(report.time) ?? of.at;
  const fixed = (status & 2) !== 0;
  const degrees = (value: unknown, negative: boolean): number | undefined => {
    const number = numberOf(value);
    const scaled = number !== undefined && Number.isInteger(number) ? number / 1_000_000 : number;
    return scaled === undefined ? undefined : negative ? -Math.abs(scaled) : scaled;
  };
  const place = fixed
    ? placeOf(degrees(report.longitude, (status & 8) !== 0), degrees(report.latitude, (status & 4) !== 0), {
        datum: of.datum,
        at,
      })
    : undefined;
  return [
    { is: 'state', device, flag: 'emergency', kind: 'sos', on: (alarm & 1) !== 0, ...defined({ at, place }) },
    { is: 'health', device, ...defined({ at, battery: (alarm & 0x80) !== 0 ? { low: true } : undefined }) },
    ...(place ? [{ is: 'position', device, place } as const] : []),
  ];
}
