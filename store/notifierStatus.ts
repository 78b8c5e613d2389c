// How the notifier is: which channel has a gateway and how that one does. Said again and again; silence means that it is dead.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { Channel } from '../contracts/terms.ts';
import { directoryKeys } from './keys.ts';
import { setAnyway } from './pastLimit.ts';

/** Three times missed, and nobody says it any more. */
const keptMs = 16_000;

export const NotifierStatus = Type.Object({
  channels: Type.Array(
    Type.Object({
      channel: Channel,
      /** `recorder`: no gateway is configured, nobody is reached */
      gateway: Type.String(),
      state: Type.Enum(['untried', 'works', 'failing']),
      why: Type.Optional(Type.String()),
      underWay: Type.Integer(),
    }),
  ),
  /** `withheld`: something is not well, so whoever watches must not be told that it is */
  heartbeat: Type.Enum(['off', 'untried', 'taken', 'failing', 'withheld']),
});
export type NotifierStatus = Static<typeof NotifierStatus>;
const Check = Compile(NotifierStatus);

export async function putNotifierStatus(redis: Redis, status: NotifierStatus): Promise<void> {
  await setAnyway(redis, [[directoryKeys.notifier, JSON.stringify(status)]], keptMs);
}

/** Undefined: no notifier has said anything lately. */
export async function readNotifierStatus(redis: Redis): Promise<NotifierStatus | undefined> {
  return readAs(Check, await redis.get(directoryKeys.notifier));
}
