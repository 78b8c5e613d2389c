// Makes decisions durable: one script each, pipelined, each naming the number that the one before it leaves. One fsync
// then serves many, and when one does not apply none behind it does. The script and its contract: commit.lua.
import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import type { EpochMs, IncidentId, ShardId } from '../contracts/ids.ts';
import { resultsKeptSeconds, shardKeys } from './keys.ts';
import type { Buckets } from './results.ts';

/** How the shard stands: the number of the last commit and who may make the next. */
export type Sequence = { readonly number: number; readonly nonce: string };

/** A message for a recipient's inbox, or its removal; `field` is `incident/leg`. */
export type InboxChange = { recipient: string; field: string; message: string | undefined };

/** What one decision changes. Texts are JSON, already checked. */
export type Decision = {
  /** The intake entry decided; undefined when a deadline fired. */
  entry: string | undefined;
  /** Remembered with its result, so that the same input is never decided twice. */
  input: { key: string; result: string } | undefined;
  incident:
    | {
        id: IncidentId;
        /** Number of the last event before this decision; 0 for a new incident. */
        lastSeq: number;
        events: string[];
        state: string;
        /** Undefined: nothing is left to do, the incident leaves the deadlines. */
        deadline: EpochMs | undefined;
        closedAt: EpochMs | undefined;
        /** Set on a new incident: the number it takes in its district. */
        numbered: { district: string; number: number } | undefined;
        side: Readonly<Record<string, string>>;
      }
    | undefined;
  followUps: string[];
  inboxes: InboxChange[];
  deviceStates: { device: string; message: string; lifetimeMs: number }[];
  feed: string;
};

/**
 * `moved`: somebody else committed, or one ahead of it in the batch was not applied: reload and decide again.
 * `seen`: this input has a result already. `failed`: the script refused this very decision before its first write, nothing
 * changed. `refused`: nor did anything change, but the store takes no such write now, whatever was decided.
 */
export type Committed =
  | { ok: true; number: number }
  | { ok: false; why: 'moved' }
  | { ok: false; why: 'seen'; result: string }
  | { ok: false; why: 'failed' | 'refused'; error: Error };

/**
 * What the script itself says of one decision, and the fault of its code that one decision brings out. Every other error is the
 * store's: an SOS that waited while a server answered NOSCRIPT or LOADING is still an SOS.
 */
const aboutTheDecision = /^((WRONGKIND|LOGGAP|NOTPOSITIVE) |ERR user_script:(?!.*\bkilled by user\b))/;

/** Was this decision refused for what it says? False: the store is at fault, and the same decision may pass later. */
export const isVerdict = (message: string): boolean => aboutTheDecision.test(message);

const script = readFileSync(new URL('./commit.lua', import.meta.url), 'utf8');

declare module 'ioredis' {
  interface RedisCommander<Context> {
    yjtCommit(...args: (string | number)[]): Result<unknown, Context>;
  }
}

/** Registers the script with this connection; ioredis sends EVALSHA and loads it again after a restart of the server. */
export function defineCommit(redis: Redis): void {
  if (!('yjtCommit' in redis) || redis.yjtCommit === undefined) redis.defineCommand('yjtCommit', { lua: script });
}

/** The script's KEYS and ARGV for one decision, as documented in its header. */
export function commitArguments(
  shard: ShardId,
  before: Sequence,
  decision: Decision,
  buckets: Buckets,
): (string | number)[] {
  const keys = shardKeys(shard);
  const { incident, input } = decision;
  // A decision about no incident still has to name a log and a side record; the script does not touch them then.
  const id = incident?.id ?? ('none' as IncidentId);
  const names = [
    keys.sequence,
    keys.states,
    keys.deadlines,
    keys.closed,
    keys.feed,
    keys.intake,
    keys.numbers,
    keys.results(buckets.current),
    keys.results(buckets.before),
    keys.log(id),
    keys.side(id),
    ...decision.inboxes.map((change) => keys.inbox(change.recipient)),
    ...decision.deviceStates.map((state) => keys.deviceState(state.device)),
  ];
  return [
    names.length,
    ...names,
    before.number,
    before.nonce,
    before.number + 1,
    decision.entry ?? '',
    input?.key ?? '',
    input?.result ?? '',
    resultsKeptSeconds,
    incident?.id ?? '',
    incident?.lastSeq ?? 0,
    incident?.state ?? '',
    incident?.deadline ?? '',
    incident?.closedAt ?? '',
    incident?.numbered?.district ?? '',
    incident?.numbered?.number ?? '',
    JSON.stringify(incident?.events ?? []),
    JSON.stringify(incident?.side ?? {}),
    JSON.stringify(decision.followUps),
    JSON.stringify(decision.inboxes.map((change) => [change.field, change.message ?? false])),
    JSON.stringify(decision.deviceStates.map((state) => [state.message, state.lifetimeMs])),
    decision.feed,
  ];
}

/**
 * Commits decisions in order, the first on `before`, each following one on the number its predecessor leaves.
 * @returns one answer a decision; after the first that is not ok the rest are `moved`
 * @throws when the server is away: nothing is known then, and the owner must reload
 */
export async function commit(
  redis: Redis,
  shard: ShardId,
  before: Sequence,
  decisions: readonly Decision[],
  buckets: Buckets,
): Promise<Committed[]> {
  defineCommit(redis);
  const pipeline = redis.pipeline();
  decisions.forEach((decision, i) => {
    const on = { number: before.number + i, nonce: before.nonce };
    pipeline.yjtCommit(...commitArguments(shard, on, decision, buckets));
  });
  const replies = (await pipeline.exec()) ?? [];
  return replies.map(([error, reply]) => {
    if (!error) return readReply(reply);
    if (error.name === 'ReplyError') return { ok: false, why: isVerdict(error.message) ? 'failed' : 'refused', error };
    throw error;
  });
}

function readReply(reply: unknown): Committed {
  const [word, value] = Array.isArray(reply) ? reply : [];
  if (word === 'ok') return { ok: true, number: Number(value) };
  if (word === 'moved') return { ok: false, why: 'moved' };
  if (word === 'seen') return { ok: false, why: 'seen', result: String(value) };
  throw new Error(`commit.lua answered ${JSON.stringify(reply)}`);
}
