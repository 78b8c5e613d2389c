import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import { bodyKeptBytes, readPress } from './readPress.ts';

const from = { device: 'btn-1', district: 'd' };
const read = (text: string | Buffer) => readPress(Buffer.from(text), from, ulid).value;
const oddOf = (text: string) => readPress(Buffer.from(text), from, ulid).odd;

describe('a payload on a press topic', () => {
  it.each([
    ['the end of an older message in the same memory', '{"kind":"test"}\u0000st"}'],
    ['the same message twice', '{"kind":"test"}{"kind":"test"}'],
    ['zero bytes in the word', '{"kind":"test\\u0000\\u0000"}'],
  ])('with %s is what it says', (_, text) => {
    expect(read(text)).toMatchObject({ kind: 'press', press: 'test' });
  });

  it('with another kind behind it is looked at by a human', () => {
    expect(read('{"kind":"test"}{"kind":"sos"}')).toMatchObject({ kind: 'unreadable_press' });
  });

  it('that is a press keeps its id, kind and claims', () => {
    expect(read('{"id":"a","kind":"fall","at":"2026-01-05T08:00:00+08:00","battery":80,"more":1}')).toEqual({
      v: 1,
      kind: 'press',
      ...from,
      id: 'a',
      press: 'fall',
      deviceTime: '2026-01-05T08:00:00+08:00',
      battery: 80,
    });
  });

  it('without an id gets one that sorts by time', () => {
    const [one, two] = [read('{"kind":"sos"}'), read('{"kind":"sos"}')];
    expect(one.id).toMatch(/^[0-9A-Z]{26}$/);
    expect(one.id).not.toBe(two.id);
  });

  it.each([
    { payload: '', why: 'empty' },
    { payload: '!!!', why: 'not_json' },
    { payload: Buffer.from([0xff, 0xfe, 0x00]), why: 'not_json' },
    { payload: '\u0000\u0000', why: 'not_json' },
    { payload: '['.repeat(20_000), why: 'not_json' },
    { payload: `{"kind":"sos"${','.repeat(5_000)}}`, why: 'not_json' },
    { payload: '7', why: 'not_an_object' },
    { payload: '[]', why: 'not_an_object' },
    { payload: 'null', why: 'not_an_object' },
    { payload: '{"kind":"dance"}', why: 'unknown_kind' },
    { payload: '{"battery":5}', why: 'unknown_kind' },
    { payload: '{"kind":"tes', why: 'unknown_kind' },
    { payload: '{"kind":"test","battery":8', why: 'cut_off' },
    { payload: '{"kind":"cancel"', why: 'cut_off' },
    { payload: '{"__proto__":{"kind":"test"}}', why: 'unknown_kind' },
  ])('that is none ($why) is still a press', ({ payload, why }) => {
    expect(read(payload)).toMatchObject({ kind: 'unreadable_press', device: 'btn-1', why });
  });

  it('that cannot be read keeps its id where that can, and a bounded piece of its body', () => {
    expect(read('{"kind":"dance","id":"a"}').id).toBe('a');
    const huge = read(Buffer.alloc(100_000, '!'));
    expect(huge.kind === 'unreadable_press' && Buffer.from(huge.body, 'base64').length).toBe(bodyKeptBytes);
  });

  const odds = [
    ['"battery":NaN', 'json'],
    ['"battery":"87"', 'battery'],
    ['"battery":255', 'battery'],
    ['"battery":[]', 'battery'],
    ['"location":null', 'location'],
    ['"location":{"lon":104.05}', 'location'],
    ['"location":{"lon":"104","lat":30.6}', 'location'],
    ['"at":1795878969', 'at'],
    ['"at":{}', 'at'],
    ['"id":"../../x"', 'id'],
    ['"id":null', 'id'],
  ] as const;
  it.each(
    (['sos', 'fall', 'smoke', 'service', 'test', 'checkin', 'cancel'] as const).flatMap((kind) =>
      odds.map(([field, odd]) => ({ kind, field, odd })),
    ),
  )('is a $kind although $field cannot be read', ({ kind, field, odd }) => {
    const text = `{"kind":"${kind}",${field}}`;
    expect(read(text)).toMatchObject({ kind: 'press', press: kind });
    expect(oddOf(text)).toEqual([odd]);
  });

  it('keeps what can be read of a location', () => {
    expect(read('{"kind":"sos","location":{"lon":104.05,"lat":30.64,"accuracy":-1,"at":7}}')).toMatchObject({
      location: { lon: 104.05, lat: 30.64 },
    });
    expect(oddOf('{"kind":"sos","location":{"lon":104.05,"lat":30.64,"accuracy":-1}}')).toEqual(['location.accuracy']);
  });

  it.each(['SMOKE', 'Smoke', ' smoke '])('may spell its kind as %j', (kind) => {
    expect(read(JSON.stringify({ kind }))).toMatchObject({ kind: 'press', press: 'smoke' });
  });

  it('may count its presses', () => {
    expect(read('{"kind":"sos","id":17}').id).toBe('17');
  });

  it.each(['\u0000', ' \r\n', '\u0000\u0000\n', '\ufeff'])('may have %j around it', (more) => {
    expect(read(`${more}{"kind":"test"}${more}`)).toMatchObject({ kind: 'press', press: 'test' });
  });

  it.each(['sos', 'fall', 'smoke', 'service'])('that was cut off behind its kind is a %s', (kind) => {
    expect(read(`{"kind":"${kind}","battery":8`)).toMatchObject({ kind: 'press', press: kind });
  });

  it('may be long, as long as it is JSON', () => {
    expect(read(`{"kind":"fall",${' '.repeat(60_000)}"battery":5}`)).toMatchObject({ press: 'fall', battery: 5 });
  });

  it('has a field in another encoding', () => {
    const text = Buffer.concat([Buffer.from('{"kind":"fall","model":"'), Buffer.from([0xc4, 0xe3]), Buffer.from('"}')]);
    expect(read(text)).toMatchObject({ kind: 'press', press: 'fall' });
  });
});
