// The results of the latest inputs, as the owner of a shard keeps them in memory: the same two buckets that the store has.
import type { Redis } from 'ioredis';
import type { EpochMs, ShardId } from '../contracts/ids.ts';
import { type Input, inputKey, shortReplyKey } from '../contracts/incident/inputs.ts';
import { type Result, readResult } from '../contracts/incident/result.ts';
import { shardKeys } from '../store/keys.ts';
import { type Buckets, bucketsAfter, findBuckets } from '../store/results.ts';

export class Remembered {
  #current: Map<string, Result>;
  #before: Map<string, Result>;
  #buckets: Buckets;

  private constructor(buckets: Buckets, current: Map<string, Result>, before: Map<string, Result>) {
    this.#buckets = buckets;
    this.#current = current;
    this.#before = before;
  }

  static async load(redis: Redis, shard: ShardId, now: EpochMs): Promise<Remembered> {
    const buckets = await findBuckets(redis, shard, now);
    const read = async (bucket: string): Promise<Map<string, Result>> => {
      const found = await redis.hgetall(shardKeys(shard).results(bucket));
      return new Map(
        Object.entries(found).flatMap(([key, text]) => {
          const result = readResult(text);
          return result ? [[key, result] as const] : [];
        }),
      );
    };
    const [current, before] = await Promise.all([read(buckets.current), read(buckets.before)]);
    return new Remembered(buckets, current, before);
  }

  /** Where the next commit writes results, and where it looks for an earlier one. */
  get buckets(): Buckets {
    return this.#buckets;
  }

  /**
   * What became of this input before. A decline that a phone says again across the upgrade must not take back the yes that
   * followed it: a reply is looked for under its short key too, as far as the result is about the same incident.
   */
  of(input: Input): Result | undefined {
    const found = this.get(inputKey(input));
    if (found || input.kind !== 'reply') return found;
    const before = this.get(shortReplyKey(input));
    return before && 'incident' in before && before.incident === input.reply.incident ? before : undefined;
  }

  get(key: string): Result | undefined {
    return this.#current.get(key) ?? this.#before.get(key);
  }

  /** All of them, the older first. */
  *all(): Iterable<[string, Result]> {
    yield* this.#before;
    yield* this.#current;
  }

  set(key: string, result: Result): void {
    this.#current.set(key, result);
  }

  /**
   * Begins a new bucket when it is time.
   * @returns the one that is of no use any more once something was committed to the new one
   */
  turn(now: EpochMs): string | undefined {
    const next = bucketsAfter(this.#buckets, this.#current.size, now);
    if (next === this.#buckets) return undefined;
    const over = this.#buckets.before;
    this.#buckets = next;
    this.#before = this.#current;
    this.#current = new Map();
    return over;
  }
}
