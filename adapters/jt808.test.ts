import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allAre, those } from './given.ts';
import { jt808 } from './jt808.ts';
import { type Jt808Message, readJt808, writeJt808 } from './jt808Framing.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.replaceAll(' ', ''), 'hex'));
const source = { datum: 'wgs84' } as const;
const read = (frame: Uint8Array, known = {}) => jt808.read(frame, {}, source, known);
const answered = (frame: Uint8Array): string => Buffer.from(read(frame).answer ?? []).toString('hex');

const sos = '7e0200001c0138001380000007000000010000000201d394000633c5ec000000000000260105160000de7e';
const at = Date.parse('2026-01-05T16:00:00+08:00');
const place = { lon: 104.0563, lat: 30.6432, datum: 'wgs84', at };

const message = (id: number, body: string, besides: Partial<Jt808Message> = {}): Uint8Array =>
  writeJt808({
    id,
    version: undefined,
    phone: hex('013800138000'),
    serial: 7,
    packet: undefined,
    body: hex(body),
    ...besides,
  });
/** A report: alarm, and what follows the 28 bytes. */
const report = (alarm: string, more = ''): string =>
  `${alarm} 00000002 01d39400 0633c5ec 0000 0000 0000 260105160000 ${more}`;

describe('a position', () => {
  it('of the vector: bit 0 is a state, the time is GMT+8', () => {
    const { readings, login } = read(hex(sos));
    expect(login).toBe('13800138000');
    expect(those(readings, 'state')).toEqual([
      {
        is: 'state',
        device: '13800138000',
        flag: 'emergency',
        kind: 'sos',
        on: true,
        at,
        place: { ...place, lon: expect.closeTo(104.056, 1), lat: expect.closeTo(30.643, 1) },
      },
    ]);
  });
  it('is acknowledged byte for byte', () =>
    expect(answered(hex(sos))).toBe('7e80010005013800138000000100070200002a7e'));
  it('in 20 frames after another is one state that stays on, and goes off', () => {
    const states = Array.from({ length: 20 }, () => those(read(hex(sos)).readings, 'state')).flat();
    expect(states.every(({ on }) => on)).toBe(true);
    expect(those(read(message(0x0200, report('00000000'))).readings, 'state')[0]?.on).toBe(false);
  });
  it('with the bit and a weak battery is both', () => {
    const [state] = those(read(message(0x0200, report('00000081'))).readings, 'state');
    expect(state).toMatchObject({ on: true, battery: { low: true } });
  });
  it('without a fix has no place', () => {
    const body = `00000001 00000000 ${report('').trim().slice(9)}`;
    expect(those(read(message(0x0200, body)).readings, 'position')).toEqual([]);
  });
  it('is south and west by its status', () => {
    const body = report('00000000').replace('00000002', '0000000e');
    expect(those(read(message(0x0200, body)).readings, 'position')[0]?.place).toMatchObject({
      lon: expect.closeTo(-104.056, 1),
      lat: expect.closeTo(-30.643, 1),
    });
  });
  it('tells battery and signal in what follows', () => {
    const more = '3001 19' + '5602 0a 55' + '6902 0172' + '3101 08';
    expect(those(read(message(0x0200, report('00000000', more))).readings, 'health')).toMatchObject([
      { battery: { pct: 85, volts: 3.7 }, signal: -63 },
    ]);
  });
  it('cut short still has its alarm', () =>
    expect(those(read(message(0x0200, '00000001')).readings, 'state')).toMatchObject([{ on: true }]));
  it('that was asked for is one too', () =>
    expect(those(read(message(0x0201, `0001${report('00000001')}`)).readings, 'state')).toMatchObject([{ on: true }]));
  it('of a padlock has another bit 0', () => {
    const { readings } = read(hex(sos), allAre('G-360P'));
    expect(those(readings, 'state')).toEqual([]);
    expect(those(readings, 'health')).toMatchObject([{ tamper: true }]);
  });
});

describe('a batch', () => {
  const item = report('00000001').replaceAll(' ', '');
  it('is each of its reports', () => {
    const other = report('00000000').replaceAll(' ', '');
    const { readings } = read(message(0x0704, `0002 01 001c ${item} 001c ${other}`));
    expect(those(readings, 'state').map(({ on }) => on)).toEqual([true, false]);
  });
  it('that ends early is read as far as it goes', () =>
    expect(those(read(message(0x0704, `0002 00 001c ${item} 001c 0000`)).readings, 'state')).toHaveLength(1));
});

describe('what a terminal says of itself', () => {
  it('is registered with a code', () => {
    const said = readJt808(read(message(0x0100, '002c012f')).answer ?? new Uint8Array());
    expect(said).toMatchObject({ id: 0x8100, serial: 1 });
    expect(Buffer.from(said?.body ?? []).toString('latin1')).toBe('\0\x07\x0013800138000');
  });
  it.each([0x0002, 0x0102, 0x0003, 0x0900])('%i is acknowledged', (id) => {
    expect(readJt808(read(message(id, '')).answer ?? new Uint8Array())).toMatchObject({
      id: 0x8001,
      body: hex(`0007 ${id.toString(16).padStart(4, '0')} 00`),
    });
  });
  it('acknowledging us is not acknowledged', () => expect(read(message(0x0001, '0001800100')).answer).toBeUndefined());
  it('may tell its battery in a heartbeat', () =>
    expect(those(read(message(0x0002, '3c1401')).readings, 'health')).toMatchObject([{ battery: { pct: 60 } }]));
});

describe('2019', () => {
  const new2019 = { version: 1, phone: hex('00000000013800138000') };
  const frame = message(0x0200, report('00000001'), new2019);
  it('is the same terminal', () => expect(read(frame).login).toBe('13800138000'));
  it('is answered in its own form', () =>
    expect(readJt808(read(frame).answer ?? new Uint8Array())).toMatchObject({
      id: 0x8001,
      version: 1,
      phone: new2019.phone,
      body: hex('0007020000'),
    }));
});

describe('bytes', () => {
  it('are escaped and unescaped', () => {
    const frame = message(0x0900, '7e7d7e');
    expect(Buffer.from(frame).toString('hex')).toContain('7d027d017d02');
    expect(readJt808(frame)?.body).toEqual(hex('7e7d7e'));
  });
  it('that were damaged are a check, and not acknowledged: they come again', () => {
    expect(read(hex(sos.replace('0138', '0139')))).toEqual({ readings: [{ is: 'check', why: 'unreadable' }] });
  });
  it('of a phone that is no digits are an IMEI', () =>
    expect(read(message(0x0002, '', { phone: hex('04fcf2a3b1d5') })).login).toMatch(/^\d{13,15}$/));
  it('none throw', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array({ maxLength: 80 }), fc.nat(0xffff), (bytes, body, id) => {
        read(bytes);
        for (const one of [0x0200, 0x0201, 0x0704, id]) read(message(one, Buffer.from(body).toString('hex')));
        const framing = jt808.framing();
        for (const frame of framing.push(bytes).frames) read(frame);
      }),
    );
  });
});

describe('frames in a stream', () => {
  const cut = (...chunks: Uint8Array[]) => {
    const framing = jt808.framing();
    return chunks.map((chunk) => framing.push(chunk).frames.map((frame) => Buffer.from(frame).toString('hex')));
  };
  const bytes = hex(sos);
  it('come in three pieces', () =>
    expect(cut(bytes.slice(0, 3), bytes.slice(3, 20), bytes.slice(20))).toEqual([[], [], [sos]]));
  it('come two in one, with one 7E between them or two', () => {
    expect(cut(hex(sos + sos))).toEqual([[sos, sos]]);
    expect(cut(hex(sos + sos.slice(2)))).toEqual([[sos, sos]]);
  });
  it.each(['7e', '00'])('a megabyte without an end after %s is too long', (begin) => {
    const framing = jt808.framing();
    let tooLong = framing.push(hex(begin)).tooLong;
    for (let kilobytes = 0; kilobytes < 1024 && !tooLong; kilobytes++)
      tooLong = framing.push(new Uint8Array(1024).fill(1)).tooLong;
    expect(tooLong).toBe(true);
  });

  const split = (body: Uint8Array, number: number, of: number): Uint8Array => {
    const plain = [0x02, 0x00, 0x20, body.length, ...hex('013800138000'), 0, number, 0, of, 0, number, ...body];
    if (body.length === 0) return new Uint8Array();
    const sum = plain.reduce((total, byte) => total ^ byte, 0);
    const escaped = [...plain, sum].flatMap((byte) => (byte === 0x7e ? [0x7d, 2] : byte === 0x7d ? [0x7d, 1] : [byte]));
    return Uint8Array.from([0x7e, ...escaped, 0x7e]);
  };
  it('a message in two packets is put together, and each packet acknowledged', () => {
    const body = hex(report('00000001', '5602 0a 55'));
    const framing = jt808.framing();
    const frames = [split(body.slice(0, 12), 1, 2), split(body.slice(12), 2, 2)].flatMap(
      (one) => framing.push(one).frames,
    );
    expect(frames).toHaveLength(3);
    const said = frames.map((frame) => read(frame));
    expect(said.every(({ answer }) => answer !== undefined)).toBe(true);
    expect(those(said[0]?.readings ?? [], 'state')).toMatchObject([{ on: true }]);
    expect(said[1]?.readings).toEqual([{ is: 'nothing', why: 'packet 2 of 2' }]);
    expect(those(said[2]?.readings ?? [], 'state')).toMatchObject([{ on: true, at, battery: { pct: 85 } }]);
  });
});
