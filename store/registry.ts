// Who lives where and who can be sent: versioned documents in Redis, a change stream, and the copy that each process keeps
// in memory. A process reads its copy only; the stream tells it when a district is to be read again.
import type { Redis } from 'ioredis';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import {
  Block,
  type CommunityBundle,
  Courtyard,
  Device,
  District,
  Grid,
  Home,
  Leave,
  Resident,
  Responder,
  Road,
  ServicePoint,
  Shift,
  Swap,
} from '../contracts/community.ts';
import type { ShardId } from '../contracts/ids.ts';
import { upcastDocument } from '../contracts/oldDocuments.ts';
import { Policy } from '../contracts/policy.ts';
import type { LonLat } from '../contracts/position.ts';
import { onOtherServer } from './connection.ts';
import { assignShard, readDistricts } from './directory.ts';
import { directoryKeys } from './keys.ts';

const schemas = {
  district: District,
  policy: Policy,
  grids: Grid,
  roads: Road,
  blocks: Block,
  courtyards: Courtyard,
  servicePoints: ServicePoint,
  homes: Home,
  residents: Resident,
  devices: Device,
  responders: Responder,
  shifts: Shift,
  leaves: Leave,
  swaps: Swap,
} as const;
/** A collection of documents of a district. */
export type DocumentKind = keyof typeof schemas;
type DocumentOf<K extends DocumentKind> = Static<(typeof schemas)[K]>;

const collections = [
  'grids',
  'roads',
  'blocks',
  'courtyards',
  'servicePoints',
  'homes',
  'residents',
  'devices',
  'responders',
  'shifts',
  'leaves',
  'swaps',
] as const satisfies DocumentKind[];

const stored = <T extends TSchema>(schema: T) =>
  Compile(Type.Object({ version: Type.Integer({ minimum: 1 }), document: schema }));
const checks = Object.fromEntries(Object.entries(schemas).map(([kind, schema]) => [kind, stored(schema)])) as Record<
  DocumentKind,
  ReturnType<typeof stored>
>;

/** An entry of the change stream. `id` is absent when the whole district was replaced. */
export const Change = Type.Object({
  district: Type.String(),
  kind: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
});
export type Change = Static<typeof Change>;
const ChangeCheck = Compile(Change);

/** Older changes are of no use: who missed them reads the district again. */
const changesKept = 1_000;

/**
 * Replaces a whole district in one step: all of it or nothing. The bundle has been checked by the caller.
 * @returns the shard the district lives in
 */
export async function writeDistrict(redis: Redis, bundle: CommunityBundle): Promise<ShardId> {
  const district = bundle.district.id;
  const shard = await assignShard(redis, district);
  const key = directoryKeys.documents(district);
  const before = await redis.hgetall(key);
  const fields: string[] = [];
  const put = (kind: DocumentKind, id: string, document: unknown): void => {
    const field = `${kind}/${id}`;
    fields.push(field, JSON.stringify({ version: versionOf(before[field]) + 1, document }));
  };
  put('district', district, bundle.district);
  put('policy', 'policy', bundle.policy);
  for (const kind of collections) for (const document of bundle[kind]) put(kind, document.id, document);
  await redis
    .multi()
    .del(key)
    .hset(key, ...fields)
    .xadd(directoryKeys.changes, 'MAXLEN', '~', changesKept, '*', 'change', JSON.stringify({ district }))
    .exec();
  return shard;
}

const versionOf = (text: string | undefined): number => {
  if (text === undefined) return 0;
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) : 0;
};

// Two who edit one document at once get one winner. Past maxmemory too: somebody goes on or off duty during an incident.
const putScript = `#!lua flags=allow-oom
local found = redis.call('HGET', KEYS[1], ARGV[1])
local version = found and cjson.decode(found)['version'] or 0
if version ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('XADD', KEYS[2], 'MAXLEN', '~', ARGV[5], '*', 'change', ARGV[4])
return 1`;

/**
 * Writes one document.
 * @param expected the version it was read with; 0 for a new one
 * @returns false when somebody else has changed it since: read it again
 */
export async function putDocument<K extends (typeof collections)[number]>(
  redis: Redis,
  at: { district: string; kind: K; expected: number },
  document: DocumentOf<K>,
): Promise<boolean> {
  const { district, kind, expected } = at;
  const change: Change = { district, kind, id: document.id };
  const reply: unknown = await redis.eval(
    putScript,
    2,
    directoryKeys.documents(district),
    directoryKeys.changes,
    `${kind}/${document.id}`,
    expected,
    JSON.stringify({ version: expected + 1, document }),
    JSON.stringify(change),
    changesKept,
  );
  return reply === 1;
}

/**
 * Changes one document as it stands now, whoever else changes it at the same time.
 * @returns false when there is no such document
 */
export async function changeDocument<K extends (typeof collections)[number]>(
  redis: Redis,
  at: { district: string; kind: K; id: string },
  change: (document: DocumentOf<K>) => DocumentOf<K>,
): Promise<boolean> {
  for (;;) {
    const text = await redis.hget(directoryKeys.documents(at.district), `${at.kind}/${at.id}`);
    if (text === null) return false;
    const { version, document } = storedDocument(at.kind, text) as { version: number; document: DocumentOf<K> };
    if (await putDocument(redis, { ...at, expected: version }, change(document))) return true;
  }
}

/** Reads a stored document, also of an earlier version. Throws on one that is not ours. */
function storedDocument(kind: DocumentKind, text: string): { version: number; document: unknown } {
  const value = JSON.parse(text) as { version?: unknown; document?: unknown };
  return checks[kind].Parse({ ...value, document: upcastDocument(kind, value.document) }) as {
    version: number;
    document: unknown;
  };
}

/** Everything of a district; undefined when it was never imported. Throws on a stored document that is not ours. */
export async function readDistrict(redis: Redis, district: string): Promise<CommunityBundle | undefined> {
  const fields = await redis.hgetall(directoryKeys.documents(district));
  if (!(`district/${district}` in fields)) return undefined;
  const found = Object.fromEntries(Object.keys(schemas).map((kind) => [kind, [] as unknown[]]));
  for (const [field, text] of Object.entries(fields)) {
    const kind = field.slice(0, field.indexOf('/'));
    if (!isKind(kind)) throw new Error(`the registry of ${district} holds a document of no known kind: ${field}`);
    found[kind]?.push(storedDocument(kind, text).document);
  }
  for (const documents of Object.values(found)) documents.sort(byIdOrder);
  const { district: [itself] = [], policy: [policy] = [], ...rest } = found;
  return { district: itself, policy, ...rest } as unknown as CommunityBundle;
}

/** A hash has no order; what is shown has. */
const byIdOrder = (a: unknown, b: unknown): number => (idOf(a) < idOf(b) ? -1 : 1);
const idOf = (document: unknown): string =>
  typeof document === 'object' && document !== null && 'id' in document ? String(document.id) : '';

const isKind = (kind: string): kind is DocumentKind => kind in schemas;

/** A district as a process keeps it in memory: the documents, found by what one has in hand. */
export class DistrictRegistry {
  readonly bundle: CommunityBundle;
  readonly shard: ShardId;
  readonly homes: ReadonlyMap<string, Home>;
  readonly courtyards: ReadonlyMap<string, Courtyard>;
  readonly grids: ReadonlyMap<string, Grid>;
  readonly responders: ReadonlyMap<string, Responder>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly residents: ReadonlyMap<string, Resident>;
  readonly #residentsOf = new Map<string, Resident[]>();
  readonly #devicesOf = new Map<string, Device[]>();

  constructor(bundle: CommunityBundle, shard: ShardId) {
    this.bundle = bundle;
    this.shard = shard;
    this.homes = byId(bundle.homes);
    this.courtyards = byId(bundle.courtyards);
    this.grids = byId(bundle.grids);
    this.responders = byId(bundle.responders);
    this.devices = byId(bundle.devices);
    this.residents = byId(bundle.residents);
    for (const resident of bundle.residents) push(this.#residentsOf, resident.home, resident);
    for (const device of bundle.devices) {
      const home = this.homeOf(device.id);
      if (home !== undefined) push(this.#devicesOf, home, device);
    }
  }

  get id(): string {
    return this.bundle.district.id;
  }

  /** The home of a device: where it is installed, or where the one who carries it lives. */
  homeOf(device: string): string | undefined {
    const found = this.devices.get(device);
    const home = found?.home ?? (found?.resident === undefined ? undefined : this.residents.get(found.resident)?.home);
    return home !== undefined && this.homes.has(home) ? home : undefined;
  }

  residentsOf(home: string): readonly Resident[] {
    return this.#residentsOf.get(home) ?? [];
  }

  devicesOf(home: string): readonly Device[] {
    return this.#devicesOf.get(home) ?? [];
  }

  /** Where a home's door is; its courtyard when it has no position of its own. */
  door(home: string): LonLat | undefined {
    const found = this.homes.get(home);
    return found?.position ?? (found ? this.courtyards.get(found.courtyard)?.position : undefined);
  }
}

const byId = <T extends { id: string }>(documents: readonly T[]): Map<string, T> =>
  new Map(documents.map((document) => [document.id, document]));

function push<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
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
  onOtherServer(redis, () => {
    other = true;
  });

  const load = async (id: string): Promise<void> => {
    const shard = (await readDistricts(redis)).get(id);
    const bundle = await readDistrict(redis, id);
    if (!shard || !bundle) return;
    const registry = new DistrictRegistry(bundle, shard);
    districts.set(id, registry);
    for (const told of listeners) told(registry);
  };
  for (const id of (await readDistricts(redis)).keys()) await load(id);

  const follow = async (): Promise<void> => {
    while (!stopped) {
      try {
        const reply = await blocking.xread('COUNT', 1_000, 'BLOCK', 1_000, 'STREAMS', directoryKeys.changes, after);
        if (other) {
          other = false;
          after = (await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1))[0]?.[0] ?? '0-0';
          for (const id of (await readDistricts(redis)).keys()) await load(id);
          continue;
        }
        const entries = reply?.[0]?.[1] ?? [];
        if (entries.length === 0) continue;
        after = entries.at(-1)?.[0] ?? after;
        const changed = new Set(
          entries.map(([, fields]) => ChangeCheck.Parse(JSON.parse(fields[1] ?? 'null')).district),
        );
        for (const id of changed) await load(id);
      } catch (error) {
        if (stopped) return;
        onError(error); // the connection comes back by itself; a document that is not ours is said and skipped
        await new Promise((done) => setTimeout(done, 500));
      }
    }
  };
  void follow();

  return {
    district: (id) => districts.get(id),
    all: () => [...districts.values()],
    defaultDistrict: () => [...districts.values()].sort((a, b) => (a.shard < b.shard ? -1 : 1))[0],
    onChange: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    stop: () => {
      stopped = true;
    },
  };
}
