import { expect, it } from 'vitest';
import { iso } from './iso.ts';

it('every instant that lies in the store can be written, also one that no date has', () => {
  expect(iso(0)).toBe('1970-01-01T08:00:00.000+08:00');
  for (const strange of [Number.MAX_SAFE_INTEGER, 1e300, 8.64e15, -1e300]) expect(iso(strange)).toMatch(/\+08:00$/);
});
