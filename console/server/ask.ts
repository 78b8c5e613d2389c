// Something asked of the dispatcher: stored first, then its decision waited for.
import type { FastifyBaseLogger } from 'fastify';
import type { ShardId } from '../../contracts/ids.ts';
import { type Input, inputKey } from '../../contracts/incident/inputs.ts';
import type { MyAnswer } from '../../contracts/incident/myLegs.ts';
import { type Result, readResult } from '../../contracts/incident/result.ts';
import { appendInTime } from '../../store/inTime.ts';
import type { IncidentParts } from './parts.ts';
import { Refused } from './refusal.ts';

/** How long a request waits for the decision before it says "stored, not decided yet". */
const decisionWaitMs = 2_000;

type Asked = { shard: ShardId; input: Input; log: FastifyBaseLogger };

/**
 * Stores an input and waits for what becomes of it.
 * @returns undefined when it is stored and not decided yet
 * @throws Refused when it is not on disk
 */
export async function ask(
  parts: Pick<IncidentParts, 'live' | 'redis' | 'replicas'>,
  asked: Asked,
): Promise<Result | undefined> {
  const decided = decisionOn(parts, asked.input); // listened for before it can be made
  await keep(parts, asked);
  return decided;
}

/** What becomes of an input that is stored, or is about to be. @returns undefined when it is not decided in time */
export async function decisionOn({ live }: Pick<IncidentParts, 'live'>, input: Input): Promise<Result | undefined> {
  const result = await live.result(inputKey(input), decisionWaitMs);
  return result === undefined ? undefined : readResult(result);
}

/** Stores an input. @throws Refused when it is not on disk */
export async function keep(
  { redis, replicas }: Pick<IncidentParts, 'redis' | 'replicas'>,
  { shard, input, log }: Asked,
): Promise<void> {
  await appendInTime(redis, { shard, input, replicas }).catch(unstored(input, log));
}

/** For whoever stores in a way of their own. @throws Refused, always */
export const unstored =
  ({ kind }: Pick<Input, 'kind'>, log: FastifyBaseLogger) =>
  (error: unknown): never => {
    log.error({ error: String(error), kind }, 'console: an input could not be stored');
    throw new Refused('store_unavailable');
  };

/** What a reply has come to, for whoever sent it. */
export function answerOf(id: string, result: Result | undefined): MyAnswer {
  if (result === undefined) return { id, outcome: 'stored' };
  return result.outcome === 'refused' ? { id, outcome: 'refused', code: result.code } : { id, outcome: 'applied' };
}
