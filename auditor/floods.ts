// Says which device presses so fast that its presses are merged, once, until it has been quiet for a while.
import type { Redis } from 'ioredis';
import { readFloods } from '../store/floods.ts';
import type { Watch } from './watch.ts';

const everyMs = 1_000;
/** A frightened hand that presses fifteen times is no flood. */
export const mergedAtLeast = 10;
/** Nothing was merged for so long: it is over. */
export const quietAfterMs = 30_000;

export function watchFloods({ redis, quietMs = quietAfterMs }: { redis: Redis; quietMs?: number }): Watch {
  return {
    name: 'floods',
    codes: ['device_floods'],
    everyMs,
    look: async () =>
      (await readFloods(redis, Date.now() - quietMs))
        .filter(({ merged }) => merged >= mergedAtLeast)
        .map(({ district, device, merged }) => ({
          code: 'device_floods',
          subject: device,
          district,
          figures: { merged },
        })),
  };
}
