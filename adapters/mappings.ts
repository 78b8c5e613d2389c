// Mappings of vendors that were read about (facts/chinese-devices.md 4), to use as they are or to begin from.
import type { Mapping } from '../contracts/office/mapping.ts';

/** 途狐 trackers: JSON as a text in the field `data`. It signs "as its interface", which is written down nowhere: the path is the secret. */
export const tuhu: Mapping = {
  name: 'tuhu',
  device: ['data.imei'],
  words: [
    {
      at: 'data.alarmType',
      means: { '1': 'sos', '2': 'health', '3': 'health', '6': 'health', '1006': 'health', '1007': 'health' },
    },
    { at: 'data.alarmName', means: {}, others: 'silent' },
  ],
  wordless: 'position',
  time: { at: 'data.alarmTime', format: 'yyyy-MM-dd HH:mm:ss' },
  place: { lon: ['data.lng'], lat: ['data.lat'], datum: 'wgs84' },
  answer: { contentType: 'application/json', body: '{"code":0}' },
  callDevices: true,
};

/** A platform for the care of old people (akmon's notes): `pushType` says what is pushed, `Action` what kind of notice it is. */
export const akmon: Mapping = {
  name: 'akmon',
  device: ['imei', 'IMEI', 'Imei', 'deviceId', 'DeviceId', 'data.imei', 'data.IMEI'],
  words: [
    { at: 'pushType', means: { '1': 'sos', '2': 'health', '3': 'position' }, others: 'silent' },
    {
      at: 'Action',
      means: {
        '-1': 'ignore', // what it says of on and off stands in OL
        '4': 'health',
        '5': 'health',
        '6': 'health',
        '7': 'sos',
        '9': 'low',
        '10': 'health',
        '11': 'fall',
        '22': 'health',
        '23': 'health',
        '24': 'health',
        '26': 'health',
        '27': 'health',
        '28': 'health',
        '37': 'health',
        '42': 'health',
        '43': 'health',
        '44': 'health',
        '47': 'health',
        '49': 'health',
        '50': 'sos',
        '51': 'tamper',
        '52': 'over',
        '63': 'health',
        '67': 'test',
        '84': 'health',
        '85': 'health',
        '86': 'health',
        '87': 'health',
        '113': 'health',
        '115': 'sos',
        '117': 'health',
        '118': 'fall',
        '122': 'health',
        '123': 'gas',
        '124': 'smoke',
        '125': 'water',
        '126': 'health',
        '127': 'fall',
        '129': 'gas',
        '131': 'sos',
        '200': 'ignore',
        '450A': 'health',
        '451': 'health',
        '452': 'smoke',
        '453': 'health',
        '454': 'gas',
        '455': 'gas',
        '456': 'sos',
        '457': 'tamper',
        '458': 'water',
        '459': 'health',
        '45FF': 'health',
      },
    },
    { at: 'OL', means: { '0': 'offline', '1': 'online' }, others: 'silent' },
  ],
  wordless: 'health',
  time: { at: 'time' },
  place: { lon: ['lon', 'lng', 'longitude'], lat: ['lat', 'latitude'] },
  callDevices: true,
};

/** JJT watches: coordinates in BD-09. */
export const jjt: Mapping = {
  name: 'jjt',
  device: ['deviceNum'],
  words: [
    {
      at: 'type',
      means: {
        alarm: 'sos',
        location: 'position',
        online: 'online',
        offline: 'offline',
        lowBattery: 'low',
        heartAlarm: 'health',
        wear: 'health',
      },
    },
  ],
  time: { at: 'createTime', format: 'epoch_ms' },
  place: {
    lon: ['lon', 'lng', 'longitude', 'data.lon', 'data.lng'],
    lat: ['lat', 'latitude', 'data.lat'],
    datum: 'bd09',
  },
  battery: { at: 'battery', unit: 'pct' },
  callDevices: true,
};

/** 天枢 watch_api: the frames of the "watch" protocol, taken apart. Its MD5 is over tens of seconds: both clocks must be right to ten. */
export const tianshu: Mapping = {
  name: 'tianshu',
  device: ['deviceId'],
  words: [
    {
      at: 'flag',
      means: {
        AL: 'sos',
        LK: 'health',
        PING: 'health',
        KA: 'health',
        UD: 'position',
        UD2: 'position',
        Time: 'health',
        WT: 'health',
        img: 'health',
        VOICE: 'health',
        WG: 'health',
        temp: 'health',
        blood: 'health',
        heart: 'health',
        oxygen: 'health',
      },
    },
    { at: 'data.status', means: { '00200000': 'fall', '00400000': 'fall' }, others: 'silent' },
  ],
  time: { at: 'data.time', format: 'yyyy-MM-dd HH:mm:ss' },
  place: { lon: ['data.longitude'], lat: ['data.latitude'] },
  battery: { at: 'data.battery', unit: 'pct' },
  check: { by: 'md5', over: '{query.secretId}{secret}{unix/10}', encoding: 'hex', at: 'query.signature' },
  handshake: { path: 'ping', says: 'pong' },
  answer: { body: 'Success' },
  callDevices: true,
};

/** 爱牵挂 as a mapping: what aiqiangua.ts does where each kind has an address of its own. */
export const aiqianguaMapped: Mapping = {
  name: 'aiqiangua-mapped',
  device: ['imei'],
  words: [
    {
      at: 'path.last',
      means: {
        sos: 'sos',
        fall: 'fall',
        location: 'position',
        heartrate: 'health',
        step: 'health',
        sleep: 'health',
        power: 'health',
        bloodpressure: 'health',
        bloodoxygen: 'health',
        reply: 'ignore',
        notify: 'health',
        status: 'health',
      },
    },
    { at: 'data_type', means: { devicestatus: 'health' } },
    { at: 'water_immersion_statu', means: { '1': 'water', '0': 'health' }, state: true },
  ],
  time: { at: 'time_begin_str', format: 'YYYYMMDDHHMMSS' },
  place: { lon: ['lon'], lat: ['lat'] },
  battery: { at: 'power_type', unit: 'low', lowWhen: ['0'] },
  callDevices: true,
};

/** By name. */
export const mappings: Readonly<Record<string, Mapping>> = Object.fromEntries(
  [tuhu, akmon, jjt, tianshu, aiqianguaMapped].map((mapping) => [mapping.name, mapping]),
);
