import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readInstant } from './instant.ts';

const utc = (text: string): number => Date.parse(text);

describe('an instant from outside', () => {
  it.each([
    { text: '2026-03-01T08:00:00Z', is: '2026-03-01T08:00:00Z' },
    { text: '2026-03-01T08:00:00+08:00', is: '2026-03-01T00:00:00Z' },
    { text: '2026-03-01T08:00:00.123456-05:30', is: '2026-03-01T13:30:00.123Z' },
    { text: '2026-03-01T08:00:00', is: '2026-03-01T00:00:00Z' },
    { text: '2026-03-01T08:00', is: '2026-03-01T00:00:00Z' },
    { text: '2026-03-01 08:00:00', is: '2026-03-01T00:00:00Z' },
    { text: '2026-03-01', is: '2026-02-28T16:00:00Z' },
    { text: '20260301T080000', is: '2026-03-01T00:00:00Z' },
  ])('$text by the wall of Chengdu is $is', ({ text, is }) => {
    expect(readInstant(text, 'Asia/Shanghai')).toBe(utc(is));
  });

  it.each([
    { text: '2026-03-29T02:30:00', is: '2026-03-29T01:30:00Z' }, // skipped
    { text: '2026-10-25T02:30:00', is: '2026-10-25T00:30:00Z' }, // twice: the first
    { text: '2026-07-01T08:00:00', is: '2026-07-01T06:00:00Z' },
  ])('$text where clocks are put forward and back is $is', ({ text, is }) => {
    expect(readInstant(text, 'Europe/Berlin')).toBe(utc(is));
  });

  it.each(['', 'yesterday', '1772323200000', '2026-13-01T00:00:00Z', '2026-02-30T08:00:00', 'T08:00', '08:00'])(
    '"%s" is none',
    (text) => {
      expect(readInstant(text, 'Asia/Shanghai')).toBeUndefined();
    },
  );

  it('is read or not, and never throws, whatever is sent and whatever the zone is called', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 40 }), fc.constantFrom('Asia/Shanghai', 'Nowhere/Land', ''), (text, zone) => {
        expect(['number', 'undefined']).toContain(typeof readInstant(text, zone));
      }),
    );
    expect(readInstant('2026-03-01T08:00:00', 'Nowhere/Land')).toBeUndefined();
    expect(readInstant('2026-03-01T08:00:00Z', 'Nowhere/Land')).toBe(utc('2026-03-01T08:00:00Z'));
  });
});
