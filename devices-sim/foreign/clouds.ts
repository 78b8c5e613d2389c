// Clouds of carriers and vendors that post to us, with the signature that each really makes.
import { createCipheriv } from 'node:crypto';
import { oneNetSignature } from '../../adapters/oneNetSignature.ts';
import { signed, sortedTogether } from '../../adapters/vendorSignature.ts';
import {
  here,
  hexOf,
  type Message,
  type Moment,
  posted,
  type Simulated,
  type SimulatedFamily,
  uuidOf,
  wallClock,
} from './message.ts';

/** China Telecom. It signs nothing. */
const ctwingReport = (of: Simulated, { at }: Moment, more: object): Message =>
  posted({
    upPacketSN: -1,
    upDataSN: -1,
    topic: 'v1/up/ad19',
    timestamp: at,
    tenantId: '2000033827',
    serviceId: 10,
    protocol: 'lwm2m',
    productId: '15045240',
    messageType: 'dataReport',
    deviceType: '',
    deviceId: `d013${of.address.padStart(28, '0')}`.slice(0, 32),
    assocAssetId: '',
    IMSI: 'undefined',
    IMEI: of.address,
    ...more,
  });

export const ctwing: SimulatedFamily = {
  press: (of, moment) => [ctwingReport(of, moment, { payload: { sos_state: 1, battery_level: moment.battery } })],
  release: (of, moment) => [ctwingReport(of, moment, { payload: { sos_state: 0, battery_level: moment.battery } })],
  alive: (of, moment) => [ctwingReport(of, moment, { payload: { battery_level: moment.battery } })],
  there: (of, { at }, up) => [
    posted({
      timestamp: at,
      protocol: 'lwm2m',
      messageType: 'deviceOnlineOfflineReport',
      iccid: 'undefined',
      eventType: up ? 1 : 0,
      IMEI: of.address,
      deviceId: `d013${of.address.padStart(28, '0')}`.slice(0, 32),
    }),
  ],
};

/** China Mobile, both platforms: the hash is over the message as a text. */
const nonceOf = ({ chance }: Simulated): string => hexOf(chance, 8);

function oneNetPush(of: Simulated, { at, n }: Moment, said: object): Message {
  const plain = JSON.stringify({
    projectId: '990909090',
    productId: '00001',
    deviceName: of.address,
    messageType: 'notify',
    ...said,
  });
  const msg =
    of.aesKey === undefined ? plain : encrypted(plain, Buffer.from(of.aesKey, 'utf8'), Buffer.from(of.aesKey, 'utf8'));
  const nonce = nonceOf(of);
  return posted({
    msg,
    nonce,
    signature: oneNetSignature(of.secret ?? '', nonce, msg),
    time: at,
    id: String(3_799_901 + n),
  });
}

/** AES in CBC, with 16 bytes or 32 of a key. */
function encrypted(text: string | Buffer, key: Buffer, iv: Buffer): string {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv);
  return Buffer.concat([cipher.update(text), cipher.final()]).toString('base64');
}

export const oneNet: SimulatedFamily = {
  press: (of, moment) => [
    oneNetPush(of, moment, {
      notifyType: 'event',
      data: {
        id: String(moment.n),
        version: '1.0',
        params: { SOS: { value: { battery: moment.battery }, time: moment.at } },
      },
    }),
  ],
  alive: (of, moment) => [
    oneNetPush(of, moment, {
      notifyType: 'property',
      data: { id: String(moment.n), params: { battery: { value: moment.battery, time: moment.at } } },
    }),
  ],
  there: (of, moment, up) => [
    oneNetPush(of, moment, { messageType: 'lifeCycle', data: { status: up ? 'online' : 'offline', time: moment.at } }),
  ],
};

/** The number of the device where it is one. */
const numbered = (address: string): number | string =>
  Number.isSafeInteger(Number(address)) ? Number(address) : address;

function oneNetOldPush(of: Simulated, { at }: Moment, said: object): Message {
  const plain = JSON.stringify({ type: 1, dev_id: numbered(of.address), at, ...said });
  const nonce = nonceOf(of);
  if (of.aesKey === undefined)
    return posted(
      `{"msg":${plain},"msg_signature":"${oneNetSignature(of.secret ?? '', nonce, plain)}","nonce":"${nonce}"}`,
    );
  const key = Buffer.from(`${of.aesKey}=`, 'base64');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(Buffer.byteLength(plain));
  const before = Buffer.concat([Buffer.from(hexOf(of.chance, 16), 'latin1'), length]);
  const msg = encrypted(Buffer.concat([before, Buffer.from(plain)]), key, key.subarray(0, 16));
  return posted({ enc_msg: msg, msg_signature: oneNetSignature(of.secret ?? '', nonce, msg), nonce });
}

export const oneNetOld: SimulatedFamily = {
  press: (of, moment) => [oneNetOldPush(of, moment, { ds_id: 'sos_state', value: 1 })],
  release: (of, moment) => [oneNetOldPush(of, moment, { ds_id: 'sos_state', value: 0 })],
  alive: (of, moment) => [oneNetOldPush(of, moment, { ds_id: 'battery', value: moment.battery })],
  there: (of, moment, up) => [oneNetOldPush(of, moment, { type: 2, status: up ? 1 : 0, login_type: 7 })],
};

/** Huawei and Tencent sign token, time and nonce in their order, each with its hash. */
function headersOf({ secret, chance }: Simulated, at: number, algorithm: 'sha256' | 'sha1'): Record<string, string> {
  const [timestamp, nonce] = [String(Math.floor(at / 1000)), hexOf(chance, 16)];
  const own = { 'content-type': 'application/json', timestamp, nonce };
  if (secret === undefined) return own;
  return { ...own, signature: signed(algorithm, sortedTogether([secret, timestamp, nonce]), 'hex') };
}

/** `20151212T121212Z` */
const short = (at: number): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '');

function iotdaPush(of: Simulated, { at }: Moment, resource: string, body: object): Message {
  const push = {
    resource,
    event: resource === 'device.status' ? 'update' : 'report',
    event_time: short(at),
    event_time_ms: new Date(at).toISOString(),
    request_id: uuidOf(of.chance),
    notify_data: {
      header: {
        app_id: 'app',
        device_id: `sim_${of.address}`,
        node_id: of.address,
        product_id: 'sim',
        gateway_id: `sim_${of.address}`,
        tags: [],
      },
      body,
    },
  };
  return posted(push, { headers: headersOf(of, at, 'sha256') });
}

export const iotda: SimulatedFamily = {
  press: (of, moment) => [
    iotdaPush(of, moment, 'device.message', {
      topic: '$oc/devices/sim/sys/messages/up',
      content: { event: 'sos', battery: moment.battery },
    }),
  ],
  alive: (of, moment) => [
    iotdaPush(of, moment, 'device.property', {
      services: [{ service_id: 'Battery', properties: { batteryLevel: moment.battery }, event_time: short(moment.at) }],
    }),
  ],
  there: (of, moment, up) => [iotdaPush(of, moment, 'device.status', { status: up ? 'ONLINE' : 'OFFLINE' })],
};

const product = '4BZCJGQ1U1';
const tencentPush = (of: Simulated, { at }: Moment, topic: string, payload: object): Message =>
  posted(
    {
      topic: `${topic}/${product}/${of.address}`,
      devicename: of.address,
      productid: product,
      timestamp: Math.floor(at / 1000),
      payload,
    },
    { headers: headersOf(of, at, 'sha1') },
  );

export const tencentIot: SimulatedFamily = {
  press: (of, moment) => [
    tencentPush(of, moment, '$thing/up/event', {
      method: 'event_post',
      clientToken: `${product}-${moment.n}`,
      version: '1.0',
      eventId: 'sos_event',
      type: 'alert',
      timestamp: moment.at,
      params: { battery: moment.battery },
    }),
  ],
  alive: (of, moment) => [
    tencentPush(of, moment, '$thing/up/property', {
      method: 'report',
      clientToken: `${product}-${moment.n}`,
      timestamp: moment.at,
      params: { battery: moment.battery },
    }),
  ],
  there: (of, moment, up) => [tencentPush(of, moment, '$thing/up/status', { event: up ? 'Online' : 'Offline' })],
};

/** 爱牵挂: a form, unsigned; what it is about stands in the path only. */
function form(path: string, fields: Record<string, string>): Message {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return posted(new URLSearchParams(fields).toString(), { path, headers });
}

function aiqianguaFields(of: Simulated, { at }: Moment): Record<string, string> {
  const { year, month, day, hour, minute, second } = wallClock(at, 8);
  return {
    imei: of.address,
    time_begin_str: `${year}${month}${day}${hour}${minute}${second}`,
    time_begin: String(Math.floor(at / 1000)),
  };
}

export const aiqiangua: SimulatedFamily = {
  press: (of, moment) => [
    form('sos', {
      ...aiqianguaFields(of, moment),
      lon: String(here.lon),
      lat: String(here.lat),
      address: '黉门街',
      city: '成都',
    }),
  ],
  alive: (of, moment) => [form('power', { ...aiqianguaFields(of, moment), remaining_power: String(moment.battery) })],
};
