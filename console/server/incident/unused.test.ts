import { describe, expect, it } from 'vitest';
import { unusedInChinese, unusedInEnglish } from '../../../wording/unused.ts';
import { unusedIn } from './views.ts';

const kept = (from: object): string => JSON.stringify({ accuracy: 10, at: '2026-11-28T08:00:00Z', ...from });

describe('positions that are not used', () => {
  it('are shown with why, the newest first and five at most; those that are used are not among them', () => {
    const side = Object.fromEntries(
      Array.from({ length: 12 }, (_, n) => [`p${n}`, kept({ lon: n, lat: 0, ...(n % 2 ? { unused: 'vague' } : {}) })]),
    );
    expect(unusedIn(side)?.map(({ position }) => position[0])).toEqual([11, 9, 7, 5, 3]);
    expect(unusedIn({ p3: kept({ lon: 1, lat: 2 }), t4: kept({ lon: 1, lat: 2, unused: 'old' }) })).toBeUndefined();
    expect(unusedIn({ p3: '{', p4: '{"unused":"vague"}' })).toBeUndefined();
  });

  it('are told in the language of the page', () => {
    const [one] = unusedIn({ p7: kept({ lon: 0, lat: 0, unused: 'nowhere' }) }) ?? [];
    if (!one) throw new Error('it is shown');
    expect(unusedInChinese(one)).toBe('报来的位置（不用）：0.00000, 0.00000（经纬度为 0，设备没有定位）');
    expect(unusedInEnglish(one)).toBe('Position as sent, not used: 0.00000, 0.00000 (0,0: the device has no fix)');
  });
});
