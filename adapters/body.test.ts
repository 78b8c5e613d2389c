import { describe, expect, it } from 'vitest';
import { batteryOf } from './battery.ts';
import { bodyOf, instantOf } from './body.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the bytes of a message', () => {
  it.each([
    { text: '', body: { is: 'empty' } },
    { text: ' \0', body: { is: 'empty' } },
    { text: '""', body: { is: 'empty' } },
    { text: 'null', body: { is: 'empty' } },
    { text: '97', body: { is: 'word', word: '97' } },
    { text: 'true', body: { is: 'word', word: 'true' } },
    { text: 'Online', body: { is: 'word', word: 'Online' } },
    { text: '"Online"', body: { is: 'word', word: 'Online' } },
    { text: '\uFEFF{"a":1}\0', body: { is: 'object', fields: { a: 1 } } },
    { text: '[1]', body: { is: 'list', entries: [1] } },
    { text: '{"a":', body: { is: 'word', word: '{"a":' } },
    { text: 'x'.repeat(100), body: { is: 'word', word: `${'x'.repeat(80)}…` } },
    { text: 'x'.repeat(65_537), body: { is: 'too_long' } },
  ])('$text', ({ text, body }) => expect(bodyOf(bytes(text))).toEqual(body));
});

describe('a clock', () => {
  it.each([
    { said: '2026-01-05T08:00:00Z', at: 1_767_600_000_000 },
    { said: '2026-01-05T16:00:00+0800', at: 1_767_600_000_000 },
    { said: 1_767_600_000, at: 1_767_600_000_000 },
    { said: 1_767_600_000_000, at: 1_767_600_000_000 },
    { said: '2026-01-05T08:00:00', at: undefined }, // no zone: nobody knows when
    { said: 12.5, at: undefined },
    { said: '1970-01-01T00:00:00Z', at: undefined },
    { said: null, at: undefined },
    { said: 'yesterday', at: undefined },
  ])('11: $said', ({ said, at }) => expect(instantOf(said)).toBe(at));
});

describe('a battery', () => {
  it.each([
    { said: { pct: 0 }, battery: { pct: 0 } },
    { said: { pct: null }, battery: undefined },
    { said: { pct: '88.3' }, battery: { pct: 88.3 } },
    { said: { pct: 101 }, battery: undefined },
    { said: { millivolts: 2900 }, battery: { volts: 2.9 } },
    { said: { millivolts: 230 }, battery: undefined },
    { said: { volts: 230 }, battery: undefined },
    { said: { low: 'ON', pct: 90 }, battery: { pct: 90, low: true } },
  ])('10: $said', ({ said, battery }) => expect(batteryOf(said)).toEqual(battery));
});
