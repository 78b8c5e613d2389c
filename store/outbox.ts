// What would have been sent, where no gateway is configured: the latest messages, for whoever wants to see them.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readEach } from '../contracts/json.ts';
import { GatewayMessage } from '../contracts/system/gateway.ts';
import { directoryKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** About 1 KB each. Older ones go. */
export const outboxKept = 2_000;

export const Recorded = Type.Object({ at: Type.Integer({ description: 'epoch ms' }), message: GatewayMessage });
export type Recorded = Static<typeof Recorded>;
const Check = Compile(Recorded);

export async function recordOutbox(redis: Redis, recorded: Recorded): Promise<void> {
  const text = JSON.stringify(recorded);
  await writeAnyway(redis, 'XADD', directoryKeys.outbox, 'MAXLEN', '~', outboxKept, '*', 'message', text);
}

/** The latest ones, newest first. */
export async function readOutbox(redis: Redis, count: number): Promise<Recorded[]> {
  const entries = await redis.xrevrange(directoryKeys.outbox, '+', '-', 'COUNT', count);
  return readEach(
    Check,
    entries.map(([, fields]) => fields[1]),
  );
}
