// Who lives where and who can be sent: versioned documents in Redis, a change stream, and the copy that each process keeps
// in memory. A process reads its copy only; the stream tells it when a district is to be read again.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { readEach } from '../contracts/json.ts';
import { onOtherServer } from './connection.ts';
import { readDefaultDistrict, readDistricts } from './directory.ts';
import { DistrictRegistry } from './district.ts';
import { Change, endOfChanges } from './documents.ts';
import { directoryKeys } from './keys.ts';
import { readAgain, readDistrict } from './readDistrict.ts';
import { keysOf } from './secrets/lent.ts';
import { changesKept } from './writeDistrict.ts';

const ChangeCheck = Compile(Change);
/** A change that could not be read is looked for again after so long, and with the next change. */
const missedAgainMs = 10_000;
/** After this long without a change the reading connection looks whether it should end. */
const waitMs = 1_000;
/** How often a key that is missing is looked for. */
const keyLookMs = 2_000;

/** By district the documents that changed, each once; undefined where the whole district did. */
function changedFields(changes: readonly Change[]): Map<string, readonly string[] | undefined> {
  const changed = new Map<string, readonly string[] | undefined>();
  for (const { district, kind, id } of changes) {
    const known = changed.has(district) ? changed.get(district) : [];
    const field = `${kind}/${id}`;
    if (kind === undefined || id === undefined || known === undefined) changed.set(district, undefined);
    else changed.set(district, known.includes(field) ? known : [...known, field]);
  }
  return changed;
}

/** All districts in memory, kept up to date until `stop`. */
export type Registry = {
  district(id: string): DistrictRegistry | undefined;
  all(): readonly DistrictRegistry[];
  /** The first district imported: where a press of nobody's device goes. */
  defaultDistrict(): DistrictRegistry | undefined;
  /** Calls back after a district was read again. Returns how to stop that. */
  onChange(told: (district: DistrictRegistry) => void): () => void;
  /** Up to which entry of the change stream the copies are as the store has them; what nobody can read is left out. */
  seen(): string;
  stop(): void;
};

/**
 * Reads every district and follows the change stream.
 * @param blocking a connection of its own: it waits on the stream
 * @param onError told when a district cannot be read; the last good copy stays in use
 */
export async function openRegistry(
  redis: Redis,
  blocking: Redis,
  onError: (error: unknown) => void,
): Promise<Registry> {
  const copies = new Copies(redis, onError);
  await copies.begin();
  void copies.follow(blocking);
  // What was locked is read again once its key is there.
  const unlocking = setInterval(() => copies.unlock(), keyLookMs);
  unlocking.unref();
  return {
    district: (id) => copies.districts.get(id),
    all: () => [...copies.districts.values()],
    defaultDistrict: () => copies.districts.get(copies.first ?? '') ?? [...copies.districts.values()][0],
    onChange: (told) => {
      copies.listeners.add(told);
      return () => copies.listeners.delete(told);
    },
    seen: () => copies.seen,
    stop: () => {
      copies.stop();
      clearInterval(unlocking);
    },
  };
}

/** The copy of each district, and how far the change stream was read. */
class Copies {
  readonly districts = new Map<string, DistrictRegistry>();
  readonly listeners = new Set<(district: DistrictRegistry) => void>();
  first: string | undefined;
  /** Everything up to this entry has been read. */
  seen = '';
  readonly #redis: Redis;
  readonly #onError: (error: unknown) => void;
  /** Districts of which a change was not taken in: they are read wholly, once it is time. */
  readonly #missed = new Set<string>();
  #missedAt = 0;
  #after = '';
  #stopped = false;
  #other = false;

  constructor(redis: Redis, onError: (error: unknown) => void) {
    this.#redis = redis;
    this.#onError = onError;
  }

  async begin(): Promise<void> {
    this.#after = await endOfChanges(this.#redis);
    onOtherServer(this.#redis, () => {
      this.#other = true;
    });
    for (const id of (await readDistricts(this.#redis)).keys()) {
      try {
        await this.#load(id);
      } catch (error) {
        this.#onError(error); // the other districts go on; this one is looked for again
      }
    }
    this.seen = this.#after;
  }

  stop(): void {
    this.#stopped = true;
  }

  async follow(blocking: Redis): Promise<void> {
    while (!this.#stopped) {
      try {
        const block = ['COUNT', changesKept, 'BLOCK', waitMs, 'STREAMS'] as const;
        const reply = await blocking.xread(...block, directoryKeys.changes, this.#after || '0-0');
        if (this.#other) {
          this.#other = false;
          this.#after = await endOfChanges(this.#redis);
          await this.#loadAll();
          this.seen = this.#after;
          continue;
        }
        if (Date.now() - this.#missedAt > missedAgainMs) for (const id of [...this.#missed]) await this.#load(id);
        await this.#take(reply?.[0]?.[1] ?? []);
      } catch (error) {
        if (this.#stopped) return;
        this.#onError(error); // the connection comes back by itself; a document that is not ours is said and skipped
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  }

  async #take(entries: readonly [id: string, fields: string[]][]): Promise<void> {
    if (entries.length === 0) return;
    this.#after = entries.at(-1)?.[0] ?? this.#after;
    const changes = readEach(
      ChangeCheck,
      entries.map(([, fields]) => fields[1]),
    );
    // So many at once: earlier ones may have been trimmed away unread. One that cannot be read may have said anything.
    if (entries.length >= changesKept || changes.length < entries.length) await this.#loadAll();
    else for (const [district, fields] of changedFields(changes)) await this.#load(district, fields);
    this.seen = this.#after;
  }

  /** @param fields the documents that have changed; undefined: any may have */
  async #load(id: string, fields?: readonly string[]): Promise<void> {
    const redis = this.#redis;
    const before = fields && !this.#missed.has(id) ? this.districts.get(id) : undefined;
    this.#missed.add(id);
    this.#missedAt = Date.now();
    const shard = before?.shard ?? (await readDistricts(redis)).get(id);
    const earlier = this.districts.get(id)?.bundle;
    const { bundle, unreadable } =
      fields && before
        ? await readAgain(redis, before.bundle, fields)
        : { bundle: await readDistrict(redis, id, earlier), unreadable: [] };
    if (unreadable.length === 0) this.#missed.delete(id);
    else this.#onError(new Error(`documents of ${id} cannot be read: ${unreadable.join(', ')}`));
    if (!shard || !bundle) return;
    if (fields === undefined) this.first = await readDefaultDistrict(redis);
    const registry = new DistrictRegistry(bundle, shard, before ?? this.districts.get(id));
    this.districts.set(id, registry);
    for (const told of this.listeners) told(registry);
  }

  async #loadAll(): Promise<void> {
    for (const id of (await readDistricts(this.#redis)).keys()) await this.#load(id);
  }

  unlock(): void {
    const keys = keysOf(this.#redis);
    const locked = [...this.districts.values()].filter((one) => one.locked > 0);
    if (!keys || locked.length === 0) return;
    void keys
      .refresh()
      .then(async (changed) => {
        if (changed) for (const { id } of locked) await this.#load(id);
      })
      .catch(this.#onError); // asked again in a moment
  }
}
