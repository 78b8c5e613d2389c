import { createCipheriv, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAre, gotten, posted, readingsIn, those, verdictOf } from './given.ts';
import { oneNetOld } from './oneNetOld.ts';
import { oneNetSignature } from './oneNetSignature.ts';

const secret = 'abcdefghijkmlnopqrstuvwxyz';
const nonce = 'abcdefgh';
const at = 1612768757420;
const point = { type: 1, dev_id: 2016617, ds_id: '3200_0_5750', at, value: 'SOS' };
const push = (msg: string): ReturnType<typeof posted> =>
  posted(`{"msg":${msg},"msg_signature":"${oneNetSignature(secret, nonce, msg)}","nonce":"${nonce}"}`);
const read = (msg: unknown, known = {}) => readingsIn(oneNetOld.read, push(JSON.stringify(msg)), { secret }, known);

describe('a message', () => {
  it('is signed as it was written, blanks and all', () => {
    const msg = '{"type": 1, "dev_id": 2016617, "ds_id":"SOS", "at":1612768757420, "value":1}';
    expect(verdictOf(oneNetOld.read, push(msg), { secret }).is).toBe('readings');
    expect(verdictOf(oneNetOld.read, push(msg), { secret: 'other' }).is).toBe('refused');
  });
  it('may be several', () =>
    expect(read([point, { ...point, type: 2, status: 1 }, { type: 7, dev_id: 1 }])).toHaveLength(4));
  it('that cannot be read is a check', () => {
    expect(readingsIn(oneNetOld.read, posted('x'))).toEqual([{ is: 'check', why: 'unreadable' }]);
    expect(read({ type: 9, dev_id: 3 })).toMatchObject([{ is: 'check', device: '3' }]);
  });
});

describe('a datapoint', () => {
  it('is a state of its stream', () => {
    expect(those(read({ ...point, ds_id: 'sos_state', value: 1 }), 'state')).toMatchObject([
      { device: '2016617', flag: 'sos_state', kind: 'sos', on: true, at },
    ]);
  });
  it('of an application type says a word', () =>
    expect(those(read(point), 'state')).toMatchObject([{ kind: 'sos', on: true }]));
  it('that is a device’s own bytes is a check', () =>
    expect(those(read({ ...point, value: '6805AA0116' }), 'check')).toHaveLength(1));
  it('of a digital input goes by what the device is', () => {
    const input = { ...point, ds_id: '3200_0_5500', value: true };
    expect(those(read(input, allAre('拉绳按钮')), 'state')).toMatchObject([{ kind: 'sos', on: true }]);
    expect(those(read(input), 'check')).toHaveLength(1);
  });
  it('of a push button is an sos', () =>
    expect(those(read({ ...point, ds_id: '3347_0_5500', value: 1 }), 'state')).toMatchObject([
      { kind: 'sos', on: true },
    ]));
  it('may be a bag', () =>
    expect(those(read({ ...point, value: { smoke_alarm: 1, battery: 60 } }), 'state')).toMatchObject([
      { kind: 'smoke' },
    ]));
});

describe('on and off', () => {
  const life = { type: 2, dev_id: 2016617, status: 0, login_type: 10, at };
  it('NB-IoT (login_type 10) sleeps', () => expect(read(life)).toEqual([{ is: 'nothing', why: 'asleep' }]));
  it('another is off', () => expect(read({ ...life, login_type: 2 })).toMatchObject([{ is: 'health', online: false }]));
});

it('is decrypted in its secure mode', () => {
  const aesKey = randomBytes(32).toString('base64').slice(0, 43);
  const key = Buffer.from(`${aesKey}=`, 'base64');
  const text = Buffer.from(JSON.stringify(point));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16));
  const enc_msg = Buffer.concat([
    cipher.update(Buffer.concat([randomBytes(16), length, text])),
    cipher.final(),
  ]).toString('base64');
  const body = { enc_msg, nonce, msg_signature: oneNetSignature(secret, nonce, enc_msg) };
  expect(those(readingsIn(oneNetOld.read, posted(body), { secret, aesKey }), 'state')).toHaveLength(1);
  expect(readingsIn(oneNetOld.read, posted(body), { secret })).toMatchObject([{ is: 'check' }]);
});

it('is greeted like the new platform', () => {
  const query = { msg: 'hello', nonce, signature: oneNetSignature(secret, nonce, 'hello') };
  expect(verdictOf(oneNetOld.read, gotten({ query }), { secret })).toMatchObject({
    is: 'handshake',
    answer: { body: 'hello' },
  });
});

it('never throws', () => {
  fc.assert(
    fc.property(fc.json(), fc.string(), (json, text) => {
      read(JSON.parse(json));
      read({ ...point, value: JSON.parse(json) });
      readingsIn(oneNetOld.read, posted({ enc_msg: text }), { aesKey: 'a'.repeat(43) });
    }),
  );
});
