// What holds for every family, whatever comes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mqttFamilies, mqttFamily } from './mqttFamilies.ts';

const runs = { numRuns: 300 };
const prefixes = [
  '',
  'zigbee2mqtt/',
  'zigbee2mqtt/bridge/',
  'shellies/',
  'home/',
  'application/a/device/',
  'traccar',
  'stat/',
  'tele/',
  'x/',
];
const endings = [
  '',
  '/action',
  '/availability',
  'state',
  'devices',
  'event',
  'log',
  '/input_event/0',
  '/online',
  '/events/rpc',
  '/status/input:0',
  '/BTtoMQTT/AABBCCDDEEFF',
  '/LWT',
  '/event/up',
  '/event/status',
  '/event/location',
  '/RESULT',
  '/BUTTON1',
  '/binary_sensor/sos/state',
  '/event/sos/state',
];
const topics = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc
    .tuple(fc.constantFrom(...prefixes), fc.string({ maxLength: 12 }), fc.constantFrom(...endings))
    .map((parts) => parts.join('')),
);
const field = fc.constantFrom(
  ...'action event event_cnt src method params events component addr service_data button pid id packet Button1 Action data object deviceInfo fPort'.split(
    ' ',
  ),
  ...'event_type position device attributes uniqueId alarm type friendly_name ieee_address state battery smoke sos status rxInfo location __proto__'.split(
    ' ',
  ),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(
      null,
      true,
      false,
      '',
      'emergency',
      'alarm',
      'NotifyEvent',
      'constructor',
      '/y4C',
      '24e124',
      'a'.repeat(200),
    ),
    fc.double(),
    fc.string({ maxLength: 8 }),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(field, tie('value'), { maxKeys: 6 }),
  ),
})).value;
const utf8 = new TextEncoder();
const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string().map((text) => utf8.encode(text)),
  json.map((value) => utf8.encode(JSON.stringify(value) ?? '')),
);
const models = fc.constantFrom(undefined, '', 'HS1EB', 'WS101', 'constructor', '\u0000');

describe.each([...mqttFamilies])('$family', (family) => {
  it('never throws, and never keeps silent about what is its own', () => {
    fc.assert(
      fc.property(topics, bodies, fc.boolean(), models, (topic, payload, retained, model) => {
        const readings = family.read({ topic, payload, retained }, family.base, { model: () => model });
        expect(readings?.length).not.toBe(0);
        if (retained) expect(readings?.some(({ is }) => is === 'press' || is === 'state') ?? false).toBe(false);
      }),
      runs,
    );
  });

  it('reads the same message alike each time', () => {
    fc.assert(
      fc.property(topics, bodies, (topic, payload) => {
        const once = family.read({ topic, payload, retained: false }, family.base, {});
        expect(family.read({ topic, payload, retained: false }, family.base, {})).toEqual(once);
      }),
      { numRuns: 50 },
    );
  });

  it('stands what is huge or deep', () => {
    const deep = utf8.encode('['.repeat(60_000));
    const huge = new Uint8Array(9_000_000);
    for (const payload of [deep, huge])
      for (const ending of endings)
        expect(() =>
          family.read({ topic: `${family.base}/x${ending}`, payload, retained: false }, family.base, {}),
        ).not.toThrow();
  });

  it('subscribes to something under its base', () => {
    expect(family.filters(family.base).length).toBeGreaterThan(0);
    expect(mqttFamily(family.family)).toBe(family);
  });
});
