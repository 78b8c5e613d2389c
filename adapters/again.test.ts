import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../contracts/device/secretMask.ts';
import type { Mapping } from '../contracts/office/mapping.ts';
import { type Kept, type ReadBy, readAgain, requestAgain } from './again.ts';
import { now } from './given.ts';

const kept = (how: string, body = '', more: Partial<Kept> = {}): Kept => ({
  at: now,
  how,
  headers: {},
  body: new TextEncoder().encode(body),
  cut: false,
  secret: undefined,
  ...more,
});
const mapping: Mapping = { name: 'm', device: ['sn'], words: [{ at: 'ev', means: { E1: 'sos' } }], callDevices: false };
const http = (more: Partial<ReadBy> = {}): ReadBy => ({ family: 'mapped', door: 'http', ...more });

describe('a message that was kept, read again', () => {
  it('is what its mapping makes of it, with the answer that its vendor would have had', () => {
    expect(readAgain(kept('POST /', '{"sn":"A","ev":"E1"}'), http({ mapping }), {})).toMatchObject({
      is: 'readings',
      readings: [{ is: 'press', device: 'A', kind: 'sos' }],
      answer: 'success',
    });
  });
  it('has its method, its address and its query again', () => {
    expect(requestAgain(kept('GET /alarm/7?sn=A%20B&ev=%E2%91%A0'))).toMatchObject({
      method: 'GET',
      path: 'alarm/7',
      query: { sn: 'A B', ev: '①' },
    });
  });
  it('has the vendor’s secret again where it was masked', () => {
    const again = requestAgain(
      kept(`GET /${mask}/alarm?token=${encodeURIComponent(mask)}`, '', {
        headers: { auth: `Bearer ${mask}` },
        secret: 's3',
      }),
    );
    expect(again).toMatchObject({ path: 's3/alarm', query: { token: 's3' }, headers: { auth: 'Bearer s3' } });
  });
  it('goes by the clock of when it came: a signature that ages is as good as it was', () => {
    const check = { by: 'md5', over: '{secret}{unix/10}', encoding: 'hex', at: 'query.s' } as const;
    const old = kept('POST /?s=0', '{"sn":"A","ev":"E1"}', { at: 0 });
    expect(readAgain(old, http({ mapping: { ...mapping, check }, secret: 'k' }), {})).toEqual({
      is: 'refused',
      why: 'signature',
    });
  });
  it.each([
    { what: 'cut', message: kept('POST /', '{', { cut: true }), source: http({ mapping }), why: 'cut' },
    { what: 'without a mapping', message: kept('POST /', '{}'), source: http(), why: 'no_mapping' },
    {
      what: 'of a topic that is none of its family',
      message: kept('nonsense', '{}'),
      source: { family: 'zigbee2mqtt', door: 'broker' } as const,
      why: 'not_of_family',
    },
  ])('$what it is not tried', ({ message, source, why }) =>
    expect(readAgain(message, source, {})).toEqual({ is: 'untried', why }),
  );
  it('is read by its family too: a topic, a cloud, a frame', () => {
    const zigbee = kept('zigbee2mqtt/0x00158d0001a2b3c4', '{"action":"emergency"}');
    expect(readAgain(zigbee, { family: 'zigbee2mqtt', door: 'broker' }, {})).toMatchObject({ is: 'readings' });
    const watch = kept('POST /sos', 'imei=861234567890123&time_begin=1796088600');
    expect(readAgain(watch, { family: 'aiqiangua', door: 'http' }, {})).toMatchObject({
      readings: [{ is: 'press', kind: 'sos' }],
    });
    const frame = kept('tcp', '[3G*8809008845*0009*LK,0,0,80]');
    expect(readAgain(frame, { family: 'watch', door: 'tcp' }, {})).toMatchObject({ is: 'readings' });
  });
  it('never throws, whatever was kept', () => {
    const sources: ReadBy[] = [
      http({ mapping }),
      http({ family: 'ctwing' }),
      { family: 'watch', door: 'tcp' },
      { family: 'zigbee2mqtt', door: 'mqtt' },
    ];
    fc.assert(
      fc.property(fc.string(), fc.uint8Array(), fc.constantFrom(...sources), (how, body, source) => {
        readAgain({ ...kept(how), body }, source, {});
        readAgain({ ...kept(`GET /${how}?${how}`), body }, source, {});
      }),
    );
  });
});
