import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gotten, posted, readingsIn, those, verdictOf } from './given.ts';
import { tencentIot } from './tencentIot.ts';

const headers = {
  signature: 'c259ed29ec13ba7c649fe0893007401a36e70453',
  timestamp: '1604458421',
  nonce: 'IkOaKMDalrAzUTxC',
};
const read = (body: unknown) => readingsIn(tencentIot.read, posted(body));

describe('the check of the address', () => {
  it('gets Echostr back', () =>
    expect(
      verdictOf(tencentIot.read, gotten({ headers: { ...headers, echostr: 'UPWlEJzU' } }), { secret: 'aaa' }),
    ).toEqual({
      is: 'handshake',
      answer: { status: 200, contentType: 'text/plain', body: 'UPWlEJzU' },
    }));
  it('with a wrong signature is refused', () =>
    expect(verdictOf(tencentIot.read, gotten({ headers: { ...headers, echostr: 'x' } }), { secret: 'b' }).is).toBe(
      'refused',
    ));
});

describe('the signature', () => {
  const body = { topic: '4BZCJGQ1U1/dev1/event', payload: { method: 'report', params: {} } };
  it('is the one of the sample', () =>
    expect(verdictOf(tencentIot.read, posted(body, { headers }), { secret: 'aaa' }).is).toBe('readings'));
  it('of another token is refused', () =>
    expect(verdictOf(tencentIot.read, posted(body, { headers }), { secret: 'aab' }).is).toBe('refused'));
  it('missing is refused', () =>
    expect(verdictOf(tencentIot.read, posted(body), { secret: 'aaa' }).is).toBe('refused'));
});

const reported = {
  method: 'report',
  clientToken: '4BZCJGQ1U1-6',
  timestamp: 1514764850000,
  params: { sos: 1, battery: 77 },
};
describe('a payload', () => {
  it.each([
    { how: 'an object', payload: reported },
    { how: 'a text', payload: JSON.stringify(reported) },
    { how: 'base64', payload: Buffer.from(JSON.stringify(reported)).toString('base64') },
  ])('may be $how', ({ payload }) => {
    expect(those(read({ topic: '$thing/up/property/4BZCJGQ1U1/dev1', payload }), 'state')).toMatchObject([
      { device: 'dev1', kind: 'sos', on: true, battery: { pct: 77 }, at: 1514764850000 },
    ]);
  });
  it('of an event is a press, which its counting token does not tell from another', () => {
    const payload = {
      method: 'event_post',
      clientToken: 'x-0',
      eventId: 'sos_event',
      type: 'alert',
      timestamp: 1514764850000,
      params: {},
    };
    expect(those(read({ topic: '$thing/up/event/4BZCJGQ1U1/dev1', payload }), 'press')).toMatchObject([
      { device: 'dev1', kind: 'sos', once: { key: 'at:1514764850000:sos_event' } },
    ]);
  });
  it('of an info that nobody knows is a sign of life', () => {
    const payload = {
      method: 'event_post',
      eventId: 'status_report',
      type: 'info',
      timestamp: 1514764850000,
      params: { status: 1, message: 'light off' },
    };
    expect(those(read({ topic: '$thing/up/event/4BZCJGQ1U1/dev1', payload }), 'health')).toHaveLength(1);
  });
  it('may be a word', () =>
    expect(those(read({ topic: '4BZCJGQ1U1/dev1/event', payload: 'SOS' }), 'press')).toMatchObject([
      { device: 'dev1', kind: 'sos' },
    ]));
  it('names its device beside it', () =>
    expect(those(read({ productid: 'P', devicename: 'btn-7', payload: reported }), 'state')).toMatchObject([
      { device: 'btn-7' },
    ]));
  it('says on and off', () =>
    expect(those(read({ devicename: 'd', payload: { event: 'Offline' } }), 'health')).toMatchObject([
      { online: false },
    ]));
});

it('what cannot be read is a check', () => {
  expect(read('x')).toMatchObject([{ is: 'check' }]);
  expect(read({})).toMatchObject([{ is: 'check' }]);
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, topic) => {
      read({ topic, devicename: 'x', payload: JSON.parse(json) });
      read(JSON.parse(json));
    }),
  );
});
