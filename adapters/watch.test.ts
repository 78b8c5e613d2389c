import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { those } from './given.ts';
import { watch } from './watch.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const source = { datum: 'wgs84' } as const;
const read = (text: string) => watch.read(bytes(text), {}, source, {});
const answered = (text: string): string | undefined => {
  const { answer } = read(text);
  return answer && Buffer.from(answer).toString('latin1');
};

const sample =
  '[3G*8809008845*00C0*AL,271219,094744,V,00.000000,N, 0.0000000,E,0.00,0.0,0.0,0,100,81,0,0,00010000,7,0,460,0,9336,3981,141,9336,3912,141,9336,3982,140,9765,4233,134,9765,4071,134,9765,4321,134,9336,4353,132,0,0.0]';
/** A frame with this status, and a length that is right. */
const saying = (type: string, status: string, battery = 81): string => {
  const content = `${type},271219,094744,A,30.67,N,104.06,E,0.00,0.0,0.0,7,100,${battery},0,0,${status},0,0`;
  return `[3G*8809008845*${content.length.toString(16).padStart(4, '0')}*${content}]`;
};
const at = Date.UTC(2019, 11, 27, 9, 47, 44);

describe('an alarm', () => {
  it('of the sample is an sos without a place: V is no fix', () => {
    expect(read(sample).readings).toEqual([
      {
        is: 'press',
        device: '8809008845',
        kind: 'sos',
        at,
        battery: { pct: 81 },
        word: 'AL 00010000',
        once: { key: `at:${at}:AL 00010000`, withinMs: 15 * 60_000 },
      },
    ]);
  });

  it('is answered, by maker, device and index', () => {
    expect(answered(sample)).toBe('[3G*8809008845*0002*AL]');
    expect(
      answered(
        '[ZJ*014111001332708*0075*0064*AL,040418,052156,A,22.5,N,113.9,E,0,0,0,5,100,82,1000,50,00100000,1,255]',
      ),
    ).toBe('[ZJ*014111001332708*0075*0002*AL]');
  });

  it.each([
    { bit: 16, press: 'sos' },
    { bit: 21, press: 'fall' },
    { bit: 22, press: 'fall' },
    { bit: 0, shown: 'low battery' },
    { bit: 17, shown: 'low battery' },
    { bit: 1, shown: 'out of its fence' },
    { bit: 18, shown: 'out of its fence' },
    { bit: 2, shown: 'in its fence' },
    { bit: 19, shown: 'in its fence' },
    { bit: 20, shown: 'taken off' },
    { bit: 14, shown: 'power cut' },
  ])('with bit $bit', ({ bit, press, shown }) => {
    const { readings } = read(saying('AL', (2 ** bit).toString(16).padStart(8, '0')));
    if (press) expect(readings).toMatchObject([{ is: 'press', kind: press, place: { lon: 104.06, lat: 30.67 } }]);
    else expect(readings).toMatchObject([{ is: 'health', word: shown }, { is: 'position' }]);
  });

  it('of somebody with a weak battery is an sos first: Traccar says low battery there', () => {
    expect(read(saying('AL', '00030001', 4)).readings).toMatchObject([
      { is: 'press', kind: 'sos', battery: { pct: 4, low: true } },
    ]);
  });

  it('with the button and a fall is both', () =>
    expect(those(read(saying('AL', '00210000')).readings, 'press').map(({ kind }) => kind)).toEqual(['sos', 'fall']));

  it.each(['00000000', '0000', '00000008', '01000000', '', 'zz'])(
    'of an unknown kind (STATUS "%s") is a press',
    (status) =>
      expect(read(saying('AL', status)).readings).toMatchObject([{ is: 'press', kind: 'sos', unreadable: true }]),
  );
  it.each(['AL_LTE', 'AL_WCDMA', 'ALCUSTOMER1'])('may be called %s', (type) =>
    expect(read(saying(type, '00010000')).readings).toMatchObject([{ is: 'press', kind: 'sos' }]),
  );
  it('without a word of its own is a press', () =>
    expect(read('[3G*8809008845*0002*AL]').readings).toMatchObject([{ is: 'press', unreadable: true }]));
  it('that is sent again has the same key, another one another', () => {
    const keyOf = (text: string) => those(read(text).readings, 'press')[0]?.once?.key;
    expect(keyOf(sample)).toBe(keyOf(sample));
    expect(keyOf(sample)).not.toBe(keyOf(sample.replace('094744', '094751')));
  });
});

describe('a position', () => {
  it('has its place, west by its letter', () => {
    const text =
      '[SG*9059056143*0053*UD,251021,223408,A,41.46500,N,081.53128,W,0.926,000,0,00,70,70,0,50,00000000,0,1,,,,00]';
    expect(those(read(text).readings, 'position')).toMatchObject([{ place: { lon: -81.53128, lat: 41.465 } }]);
  });
  it('west by sign and letter is west once', () => {
    const text =
      '[3G*6430073509*00E7*UD2,241016,081622,A,09.951861,N,-84.1422119,W,0.00,0.0,0.0,0,39,94,0,0,00000000,1,0]';
    expect(those(read(text).readings, 'position')).toMatchObject([{ place: { lon: -84.1422119 } }]);
  });
  it('that holds the alarm’s bit is one press in a quarter of an hour', () => {
    const [one] = those(read(saying('UD', '00010000')).readings, 'press');
    expect(one).toMatchObject({ kind: 'sos', once: { withinMs: 15 * 60_000 } });
    expect(those(read(saying('UD_LTE', '00010000').replace('094744', '094754')).readings, 'press')[0]?.once).toEqual(
      one?.once,
    );
    expect(one?.maybeOld).toBeUndefined();
  });
  it('that was kept while there was no network (UD2) presses as perhaps an old one', () =>
    expect(those(read(saying('UD2', '00010000')).readings, 'press')).toMatchObject([{ maybeOld: true }]));
  it('of somebody who is well presses nothing', () =>
    expect(those(read(saying('UD', '00000008')).readings, 'press')).toEqual([]));
});

describe('other frames', () => {
  it.each([
    { text: '[SG*8800000015*0002*LK]', answer: '[SG*8800000015*0002*LK]' },
    { text: '[3G*4700186508*000B*LK,0,10,100]', answer: '[3G*4700186508*0002*LK]' },
    { text: '[3G*8800000015*0003*TKQ]', answer: '[3G*8800000015*0003*TKQ]' },
    { text: '[3G*8800000015*0004*TKQ2]', answer: '[3G*8800000015*0004*TKQ2]' },
    { text: '[3G*8800000015*0006*INIT,1]', answer: '[3G*8800000015*0006*INIT,1]' },
    { text: '[3G*6005412902*0008*heart,71]', answer: undefined },
    { text: '[3G*4700609403*0013*bphrt,120,79,73,,,,]', answer: undefined },
  ])('$text is answered $answer', ({ text, answer }) => {
    expect(answered(text)).toBe(answer);
    expect(read(text).readings).toMatchObject([{ is: 'health' }]);
  });
  it('LK tells the battery', () =>
    expect(read('[3G*4700186508*000B*LK,0,10,100]').readings).toMatchObject([{ battery: { pct: 100 } }]));
  it('SOS and FALLDOWN by themselves answer a command, and call nobody', () => {
    expect(read('[3G*8800000015*0003*SOS]').readings).toMatchObject([{ is: 'health' }]);
    expect(read('[3G*8800000015*0008*FALLDOWN]').readings).toMatchObject([{ is: 'health' }]);
  });
  it('says whom the connection speaks for', () => expect(read(sample).login).toBe('8809008845'));
  it('that are none are a check', () => expect(read('hello').readings).toEqual([{ is: 'check', why: 'unreadable' }]));
  it('keeps a comma that was escaped within its field', () => {
    const { readings } = read(saying('AL', '00010000').replace('104.06', '104\x7d\x0406'));
    expect(readings).toMatchObject([{ is: 'press', kind: 'sos', battery: { pct: 81 } }]);
  });
});

describe('frames in a stream', () => {
  const cut = (...chunks: string[]) => {
    const framing = watch.framing();
    return chunks.map((chunk) =>
      framing.push(bytes(chunk)).frames.map((frame) => Buffer.from(frame).toString('latin1')),
    );
  };
  it('come in three pieces', () =>
    expect(cut(sample.slice(0, 9), sample.slice(9, 60), sample.slice(60))).toEqual([[], [], [sample]]));
  it('come two in one', () => expect(cut(sample + sample)).toEqual([[sample, sample]]));
  it('come byte by byte', () => expect(cut(...sample).flat()).toEqual([sample]));
  it('may hold others, and a network called [a]', () => {
    for (const text of ['[3G*8809008845*0000*UD,[a],1]', '[3G*1234567890*0011*XY,[3G*1*0002*LK]]'])
      expect(cut(text + sample)).toEqual([[text, sample]]);
  });
  it('with an open bracket in a name end by their length', () => {
    const content = 'UD,1,home[x,2';
    const text = `[3G*8809008845*${content.length.toString(16).padStart(4, '0')}*${content}]`;
    expect(cut(text, sample)).toEqual([[text], [sample]]);
  });
  it('with an open bracket and a wrong length do not swallow the alarm that follows', () => {
    const text = '[3G*8809008845*00FF*UD,1,home[x,2]';
    expect(cut(text, sample).flat().at(-1)).toBe(sample);
  });
  it('may have noise between them', () => expect(cut(`\r\n${sample}\r\n${sample}`).flat()).toEqual([sample, sample]));
  it.each(['[3G*8809008845*FFFF*UD,', 'x'])('a megabyte of "%s" without an end is too long', (begin) => {
    const framing = watch.framing();
    let tooLong = framing.push(bytes(begin)).tooLong;
    for (let kilobytes = 0; kilobytes < 1024 && !tooLong; kilobytes++)
      tooLong = framing.push(bytes('a'.repeat(1024))).tooLong;
    expect(tooLong).toBe(true);
  });
  it('however they are cut, are the same', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(sample.length * 3), { maxLength: 6 }), (cuts) => {
        const stream = sample + saying('UD', '00000000') + sample;
        const ends = [...cuts.map((one) => Math.min(one, stream.length)), stream.length].sort((a, b) => a - b);
        const chunks = ends.map((end, at) => stream.slice(ends[at - 1] ?? 0, end));
        expect(cut(...chunks).flat()).toEqual([sample, saying('UD', '00000000'), sample]);
      }),
    );
  });
});

it('no bytes throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.array(fc.uint8Array(), { maxLength: 4 }), (frame, chunks) => {
      watch.read(frame, {}, source, {});
      const framing = watch.framing();
      for (const chunk of chunks) for (const one of framing.push(chunk).frames) watch.read(one, {}, source, {});
    }),
  );
  fc.assert(fc.property(fc.string(), (content) => void read(`[3G*8809008845*0000*AL,${content}]`)));
});
