// Somebody's way in has ended: a login was removed or made anew, a password changed, a token revoked, somebody signed out.
// Whoever holds connections looks at once which of theirs still stand; and every few seconds anyway, for this word can get lost.
import type { Redis } from 'ioredis';
import { directoryKeys } from './keys.ts';

/** What ended: the login of a person or the session of a browser, or the login of a device or a phone. */
export type Ending = 'account' | 'session' | 'login';

export async function tellEnded(redis: Redis, what: Ending): Promise<void> {
  await redis.publish(directoryKeys.endedChannel, what);
}

/** Calls back for each ending from now on. @param subscriber may do nothing but subscribe */
export async function watchEndings(subscriber: Redis, ended: () => void): Promise<void> {
  subscriber.on('message', (channel: string) => {
    if (channel === directoryKeys.endedChannel) ended();
  });
  await subscriber.subscribe(directoryKeys.endedChannel);
}
