// A month of some hundred devices: every death is found within its limit, no fault twice, and a gateway that goes is one. The whole of 12,000: watched.long.test.ts.
import { describe, expect, it } from 'vitest';
import { policy } from '../district.ts';
import { monthOf } from '../watched.ts';
import { watchMonth } from './watchedMonth.ts';

const { deviceSilentHours: _, ...rule } = policy.readiness;

describe('a month', () => {
  const { must, ...compared } = watchMonth(monthOf({ seed: 1, devices: 160 }), rule);

  it('has deaths, bad radio, batteries that end and gateways that go', () => {
    const many = (kind: string): number => must.filter((one) => one.kind === kind).length;
    for (const kind of ['silent', 'at_risk', 'battery_low', 'gateway_down'])
      expect(many(kind), kind).toBeGreaterThan(2);
  });

  it('every fault is found in time, once, and nothing else is', () =>
    expect(compared).toMatchObject({ missed: [], late: [], unasked: [] }));
});
