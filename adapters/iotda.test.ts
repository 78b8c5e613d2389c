import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAre, posted, readingsIn, those, verdictOf } from './given.ts';
import { iotda } from './iotda.ts';
import { signed } from './vendorSignature.ts';

const push = (resource: string, body: unknown, event = 'report') => ({
  resource,
  event,
  event_time: '20151212T121212Z',
  event_time_ms: '2015-12-12T12:12:12.000Z',
  request_id: '3fe58d5e-8697-4849-a165-7db128f7e776',
  notify_data: {
    header: { app_id: 'a', device_id: 'p_861', node_id: '861000000000001', product_id: 'p', gateway_id: 'g', tags: [] },
    body,
  },
});
const services = (service_id: string, properties: unknown) => ({
  services: [{ service_id, properties, event_time: '20151212T121213Z' }],
});
const read = (body: unknown, known = {}) => readingsIn(iotda.read, posted(body), {}, known);
const device = '861000000000001';

it('properties are states, by the device’s own number and by its second name', () => {
  const readings = read(push('device.property', services('Button', { sosAlarm: 1, batteryLevel: 44 })));
  expect(those(readings, 'state')).toMatchObject([
    { device, kind: 'sos', on: true, battery: { pct: 44 }, at: Date.UTC(2015, 11, 12, 12, 12, 13) },
  ]);
  expect(those(readings, 'name')).toEqual([{ is: 'name', device, name: 'p_861' }]);
});
it('a service names what its field does not', () =>
  expect(those(read(push('device.property', services('SmokeAlarm', { state: 1 }))), 'state')).toMatchObject([
    { kind: 'smoke', on: true },
  ]));

it('two such fields are two flags: one that is off hides no other', () =>
  expect(
    those(read(push('device.property', services('SOS', { alarm: 1, state: 0 }))), 'state').map(({ on }) => on),
  ).toEqual([true, false]));

describe('a message', () => {
  const message = (content: unknown) => push('device.message', { topic: 't', content });
  it.each(['SOS', '{"event":"sos"}', { alarm_type: '一键报警' }, 'ONE_KEY_ALARM'])('%s is a press', (content) => {
    expect(those(read(message(content)), 'press')).toMatchObject([
      { kind: 'sos', once: { key: expect.stringContaining('id:3fe58d5e') }, at: Date.UTC(2015, 11, 12, 12, 12, 12) },
    ]);
  });
  it('that nobody knows is a check, of a button an sos', () => {
    expect(those(read(message('0x1234')), 'check')).toHaveLength(1);
    expect(those(read(message('0x1234'), allAre('SOS button')), 'press')).toMatchObject([{ unreadable: true }]);
  });
});

it('status says whether it is there', () => {
  expect(those(read(push('device.status', { status: 'OFFLINE' }, 'update')), 'health')).toMatchObject([
    { online: false },
  ]);
  expect(those(read(push('device.status', { status: 'ABNORMAL' }, 'update')), 'nothing')).toHaveLength(1);
});

describe('the token', () => {
  const [timestamp, nonce, secret] = ['1600000000', 'Xq1', 'tok'];
  const signature = signed('sha256', [timestamp, nonce, secret].sort().join(''), 'hex');
  const message = (headers: Record<string, string>) => posted(push('device.status', { status: 'ONLINE' }), { headers });
  it('is proved by the hash', () =>
    expect(
      verdictOf(iotda.read, message({ timestamp, nonce, signature: signature.toUpperCase() }), { secret }).is,
    ).toBe('readings'));
  it.each([{ timestamp, nonce, signature: 'x' }, { timestamp, nonce: 'y', signature }, {}])(
    '%o is refused',
    (headers) =>
      expect(verdictOf(iotda.read, message(headers), { secret })).toEqual({ is: 'refused', why: 'signature' }),
  );
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      for (const resource of ['device.property', 'device.message', 'device.event', 'device.status', 'x'])
        read(push(resource, JSON.parse(json)));
      read(JSON.parse(json));
    }),
  );
});
