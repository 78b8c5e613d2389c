import { describe, expect, it } from 'vitest';
import { monthAround } from './month.ts';

describe('the month around an instant', () => {
  it.each([
    { at: '2026-11-30T15:59:59Z', zone: 'Asia/Shanghai', from: '2026-10-31T16:00:00Z', until: '2026-11-30T16:00:00Z' },
    { at: '2026-11-30T16:00:00Z', zone: 'Asia/Shanghai', from: '2026-11-30T16:00:00Z', until: '2026-12-31T16:00:00Z' },
    { at: '2026-10-31T12:00:00Z', zone: 'Europe/Berlin', from: '2026-09-30T22:00:00Z', until: '2026-10-31T23:00:00Z' },
  ])('of $at in $zone', ({ at, zone, from, until }) => {
    expect(monthAround(zone, Date.parse(at))).toEqual({ from: Date.parse(from), until: Date.parse(until) });
  });
});
