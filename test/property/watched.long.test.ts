// 12,000 devices for a simulated month, a round each minute: `npm run test:long`.
import { expect } from 'vitest';
import { policy } from '../district.ts';
import { long } from '../long.ts';
import { monthOf } from '../watched.ts';
import { watchMonth } from './watchedMonth.ts';

const { deviceSilentHours: _, ...rule } = policy.readiness;

long(
  'of 12,000 devices every death of a month is found within its limit, and no fault twice',
  () => {
    const { must, ...compared } = watchMonth(monthOf({ seed: 20, devices: 12_000 }), rule);
    expect(must.filter(({ kind }) => kind === 'silent').length).toBeGreaterThan(500);
    expect(compared).toMatchObject({ missed: [], late: [], unasked: [] });
  },
  900_000,
);
