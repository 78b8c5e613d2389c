// Says what of people, tokens, logins, documents and alarms cannot be read any more. Whoever reads goes on without it, so nobody else would notice.
import type { Redis } from 'ioredis';
import { defined } from '../contracts/shapes.ts';
import { readDistricts } from '../store/directory.ts';
import { findUnreadable } from '../store/unreadable.ts';
import { roundEveryMs } from './round.ts';
import type { Watch } from './watch.ts';

export function watchUnreadable({ redis, everyMs = roundEveryMs }: { redis: Redis; everyMs?: number }): Watch {
  return {
    name: 'unreadable',
    codes: ['stored_unreadable'],
    everyMs,
    look: async () =>
      (await findUnreadable(redis, (await readDistricts(redis)).keys())).map((one) => ({
        code: 'stored_unreadable',
        subject: one.district === undefined ? one.in : `${one.in}/${one.district}`,
        ...defined({ district: one.district }),
        figures: { count: one.count, example: one.example },
      })),
  };
}
