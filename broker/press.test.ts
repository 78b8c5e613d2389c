import { describe, expect, it } from 'vitest';
import { bodyKeptBytes, readPress } from './press.ts';

const from = { device: 'btn-1', district: 'd' };
const read = (text: string | Buffer) => readPress(Buffer.from(text), from);

describe('a payload on a press topic', () => {
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
    { payload: Buffer.from([0xff, 0xfe, 0x00]), why: 'not_utf8' },
    { payload: '7', why: 'not_an_object' },
    { payload: '[]', why: 'not_an_object' },
    { payload: 'null', why: 'not_an_object' },
    { payload: '{"kind":"dance"}', why: 'unknown_kind' },
    { payload: '{"kind":"sos","battery":"full"}', why: 'wrong_fields' },
    { payload: '{"kind":"sos","id":"../../x"}', why: 'wrong_fields' },
  ])('that is none ($why) is still a press', ({ payload, why }) => {
    expect(read(payload)).toMatchObject({ kind: 'unreadable_press', device: 'btn-1', why });
  });

  it('that cannot be read keeps its id where that can, and a bounded piece of its body', () => {
    expect(read('{"kind":"dance","id":"a"}').id).toBe('a');
    const huge = read(Buffer.alloc(100_000, '!'));
    expect(huge.kind === 'unreadable_press' && Buffer.from(huge.body, 'base64').length).toBe(bodyKeptBytes);
  });
});
