// The one home of appending to the audit. Entries that come together are hashed onto each other and go out in one script: one
// write to disk serves many. The script does nothing unless the head still is the one that was hashed onto, so several processes
// may append to one chain. The script and its contract: audit.lua.
import { readFileSync } from 'node:fs';
import type { Redis, Result } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import { chainStart, type Head, hashOf, Seal } from '../signing/chain.ts';
import { shardKeys } from './keys.ts';

/** Where a district's records lie. */
export type AuditPlace = { id: string; shard: ShardId };

/** Makes an entry's text and what lies aside of it, once its place in the chain is known. */
export type Entry = (place: { n: number; before: string }) => { text: string; aside: string };

type Waiting = { entry: Entry; done(): void; failed(error: unknown): void };

const script = readFileSync(new URL('./audit.lua', import.meta.url), 'utf8');
/** So many go out at once: some 100 KB. */
const atOnce = 200;
const sealedAtOnce = 1_000;

declare module 'ioredis' {
  interface RedisCommander<Context> {
    yjtAudit(...args: (string | number)[]): Result<unknown, Context>;
  }
}

const chains = new WeakMap<Redis, Map<string, Chain>>();

/** Appends an entry. Resolves when it is on disk; throws when that is not known, and then it may be there all the same. */
export function append(redis: Redis, place: AuditPlace, entry: Entry): Promise<void> {
  const known = chains.get(redis) ?? new Map<string, Chain>();
  chains.set(redis, known);
  const chain = known.get(place.id) ?? new Chain(redis, place);
  known.set(place.id, chain);
  return chain.append(entry);
}

/** Where a chain ends now; undefined before its first entry. */
export async function readHead(redis: Redis, { id, shard }: AuditPlace): Promise<Head | undefined> {
  const [n, hash] = await redis.hmget(shardKeys(shard).auditHead(id), 'n', 'hash');
  return typeof n === 'string' && typeof hash === 'string' ? { n: Number(n), hash } : undefined;
}

class Chain {
  readonly #redis: Redis;
  readonly #keys: readonly [audit: string, head: string, asides: string];
  #waiting: Waiting[] = [];
  #busy = false;
  /** `hash` empty: there is no entry yet; `sealed` is what the first one names */
  #head: (Head & { sealed?: string }) | undefined;

  constructor(redis: Redis, { id, shard }: AuditPlace) {
    const keys = shardKeys(shard);
    this.#redis = redis;
    this.#keys = [keys.audit(id), keys.auditHead(id), keys.auditAsides(id)];
    if (redis.yjtAudit === undefined) redis.defineCommand('yjtAudit', { lua: script, numberOfKeys: 3 });
  }

  append(entry: Entry): Promise<void> {
    return new Promise((done, failed) => {
      this.#waiting.push({ entry, done, failed });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const some = this.#waiting.splice(0, atOnce);
      try {
        await this.#write(some.map(({ entry }) => entry));
        for (const { done } of some) done();
      } catch (error) {
        this.#head = undefined;
        for (const { failed } of some) failed(error); // whoever asked says what follows
      }
    }
    this.#busy = false;
  }

  async #write(entries: readonly Entry[]): Promise<void> {
    for (;;) {
      const head = this.#head ?? (await this.#readHead());
      const lines: [number, string, string, string][] = [];
      let { n, hash: before } = head.hash === '' ? { n: 0, hash: head.sealed ?? chainStart } : head;
      for (const entry of entries) {
        n++;
        const { text, aside } = entry({ n, before });
        before = hashOf(text);
        lines.push([n, text, before, aside]);
      }
      const reply = await this.#redis.yjtAudit(...this.#keys, head.n, head.hash, JSON.stringify(lines));
      const [word, number, hash] = Array.isArray(reply) ? reply : [];
      if (word === 'ok') {
        this.#head = { n, hash: before };
        return;
      }
      if (word !== 'moved') throw new Error(`audit.lua answered ${JSON.stringify(reply)}`);
      this.#head = String(hash) === '' ? undefined : { n: Number(number), hash: String(hash) };
      // A connection that broke after the script ran sends it again: then the chain has moved on by these very entries.
      if (await this.#has(head.n, n, before)) return;
    }
  }

  /** Is the entry of this number and hash there? */
  async #has(from: number, n: number, hash: string): Promise<boolean> {
    const now = this.#head?.n ?? 0;
    if (now < n) return false;
    const found = await this.#redis.xrevrange(this.#keys[0], '+', '-', 'COUNT', now - from);
    return found.some(([, fields]) => fields[3] === hash);
  }

  async #readHead(): Promise<Head & { sealed?: string }> {
    const [audit, head] = this.#keys;
    const [n, hash] = await this.#redis.hmget(head, 'n', 'hash');
    if (typeof n === 'string' && typeof hash === 'string') return { n: Number(n), hash };
    const seal = new Seal();
    for (let from = '-'; ; ) {
      const entries = await this.#redis.xrange(audit, from, '+', 'COUNT', sealedAtOnce);
      for (const [entry, fields] of entries) seal.take({ entry, text: fields[1] ?? '' });
      const last = entries.at(-1)?.[0];
      if (last === undefined || entries.length < sealedAtOnce) return { n: 0, hash: '', sealed: seal.hash() };
      from = `(${last}`;
    }
  }
}
