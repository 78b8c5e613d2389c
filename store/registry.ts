// Who lives where and who can be sent: versioned documents in Redis, a change stream, and the copy that each process keeps
// in memory. A process reads its copy only; the stream tells it when a district is to be read again.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { onOtherServer } from './connection.ts';
import { readDefaultDistrict, readDistricts } from './directory.ts';
import { DistrictRegistry } from './district.ts';
import { Change } from './documents.ts';
import { directoryKeys } from './keys.ts';
import { readAgain, readDistrict } from './readDistrict.ts';
import { keysOf } from './secrets/lent.ts';
import { readEach } from './stored.ts';
import { changesKept } from './writeDistrict.ts';

const ChangeCheck = Compile(Change);
/** A change that could not be read is looked for again after so long, and with the next change. */
const missedAgainMs = 10_000;
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
  const districts = new Map<string, DistrictRegistry>();
  const listeners = new Set<(district: DistrictRegistry) => void>();
  const [last] = await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1);
  let after = last?.[0] ?? '0-0';
  let stopped = false;
  let other = false;
  /** Districts of which a change was not taken in: they are read wholly, once it is time. */
  const missed = new Set<string>();
  let missedAt = 0;
  let first: string | undefined;
  onOtherServer(redis, () => {
    other = true;
  });

  /** @param fields the documents that have changed; undefined: any may have */
  const load = async (id: string, fields?: readonly string[]): Promise<void> => {
    const before = fields && !missed.has(id) ? districts.get(id) : undefined;
    missed.add(id);
    missedAt = Date.now();
    const shard = before?.shard ?? (await readDistricts(redis)).get(id);
    const earlier = districts.get(id)?.bundle;
    const { bundle, unreadable } =
      fields && before
        ? await readAgain(redis, before.bundle, fields)
        : { bundle: await readDistrict(redis, id, earlier), unreadable: [] };
    if (unreadable.length === 0) missed.delete(id);
    else onError(new Error(`documents of ${id} cannot be read: ${unreadable.join(', ')}`));
    if (!shard || !bundle) return;
    if (fields === undefined) first = await readDefaultDistrict(redis);
    const registry = new DistrictRegistry(bundle, shard, before ?? districts.get(id));
    districts.set(id, registry);
    for (const told of listeners) told(registry);
  };
  for (const id of (await readDistricts(redis)).keys()) {
    try {
      await load(id);
    } catch (error) {
      onError(error); // the other districts go on; this one is looked for again
    }
  }

  const follow = async (): Promise<void> => {
    while (!stopped) {
      try {
        const reply = await blocking.xread(
          'COUNT',
          changesKept,
          'BLOCK',
          1_000,
          'STREAMS',
          directoryKeys.changes,
          after,
        );
        if (other) {
          other = false;
          after = (await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
          for (const id of (await readDistricts(redis)).keys()) await load(id);
          continue;
        }
        const entries = reply?.[0]?.[1] ?? [];
        if (Date.now() - missedAt > missedAgainMs) for (const id of [...missed]) await load(id);
        if (entries.length === 0) continue;
        after = entries.at(-1)?.[0] ?? after;
        const changes = readEach(
          ChangeCheck,
          entries.map(([, fields]) => fields[1]),
        );
        // So many at once: earlier ones may have been trimmed away unread. One that cannot be read may have said anything.
        if (entries.length >= changesKept || changes.length < entries.length)
          for (const id of (await readDistricts(redis)).keys()) await load(id);
        else for (const [district, fields] of changedFields(changes)) await load(district, fields);
      } catch (error) {
        if (stopped) return;
        onError(error); // the connection comes back by itself; a document that is not ours is said and skipped
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  };
  void follow();
  // What was locked is read again once its key is there.
  const keys = keysOf(redis);
  const unlocking = setInterval(() => {
    const locked = [...districts.values()].filter(({ locked }) => locked > 0);
    if (!keys || locked.length === 0) return;
    void keys
      .refresh()
      .then(async (changed) => {
        if (changed) for (const { id } of locked) await load(id);
      })
      .catch(onError); // asked again in a moment
  }, keyLookMs);
  unlocking.unref();

  return {
    district: (id) => districts.get(id),
    all: () => [...districts.values()],
    defaultDistrict: () => districts.get(first ?? '') ?? [...districts.values()][0],
    onChange: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    stop: () => {
      stopped = true;
      clearInterval(unlocking);
    },
  };
}
