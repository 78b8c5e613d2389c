// Stands in for a channel without a gateway: what would have been sent is written down for `yjt outbox`. It reaches nobody,
// so it never answers with a receipt: the incident goes on looking for somebody by the app and by the next tier.
import type { Redis } from 'ioredis';
import type { Channel } from '../../contracts/terms.ts';
import { recordOutbox } from '../../store/outbox.ts';
import type { OutsideChannel } from '../channel.ts';

export const recorder = (name: Channel, redis: Redis, now: () => number = () => Date.now()): OutsideChannel => ({
  name,
  gateway: 'recorder',
  deliver: async (message) => {
    await recordOutbox(redis, { at: now(), message });
    return { kind: 'recorded' };
  },
});
