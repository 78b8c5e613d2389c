import { describe, expect, it } from 'vitest';
import { CallKind } from '../../../contracts/terms.ts';
import { withWord } from './calls.ts';

/** Most serious first, as the design says it; smoke stands beside any. */
const order: readonly CallKind[] = [
  'fall',
  'sos',
  'unknown_device',
  'unreadable',
  'missed_checkin',
  'service',
  'device_fault',
  'unreadable_input',
];

describe('what names an incident', () => {
  it('is the most serious word so far', () => {
    for (const [i, call] of order.entries())
      for (const [j, word] of order.entries())
        expect(withWord({ call }, word), `${word} after ${call}`).toEqual(j < i ? { call: word } : undefined);
    expect(new Set(['smoke', ...order])).toEqual(new Set(CallKind.enum));
  });

  it('is smoke before all, with the other beside it', () => {
    for (const call of order) expect(withWord({ call }, 'smoke')).toEqual({ call: 'smoke', beside: call });
    expect(withWord({ call: 'smoke' }, 'smoke')).toBeUndefined();
    expect(withWord({ call: 'smoke', beside: 'sos' }, 'smoke')).toBeUndefined();
    expect(withWord({ call: 'smoke' }, 'service')).toEqual({ call: 'smoke', beside: 'service' });
    expect(withWord({ call: 'smoke', beside: 'service' }, 'fall')).toEqual({ call: 'smoke', beside: 'fall' });
    expect(withWord({ call: 'smoke', beside: 'fall' }, 'service')).toBeUndefined();
    expect(withWord({ call: 'smoke', beside: 'fall' }, 'fall')).toBeUndefined();
  });
});
