// Erasing a person: what leads from the ids of logs, archive and statistics to them goes, and what was written about the incidents at
// their home; the ids stand. Their buttons stay in the home, so whoever presses there is helped as an unknown person. Who was erased is
// kept by id, beside the keys too, so that neither an import nor an older backup brings them back unsaid.
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { CommunityBundle, Resident } from '../contracts/community.ts';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import { blankSides } from './archive/blank.ts';
import { type AuditLine, eraseAside, lineOf, readStored } from './audit.ts';
import { auditFolder, eraseInDays } from './auditDays.ts';
import { readDistricts } from './directory.ts';
import { aboutAway } from './fileSwitches.ts';
import { directoryKeys, shardKeys } from './keys.ts';
import { readDistrict, readDistrictBefore, rewriteDocuments } from './registry.ts';
import { parsed } from './stored.ts';

/** `back`: they were taken in again, since they asked for it. */
const Erased = Type.Object({
  district: Type.String(),
  resident: Type.String(),
  at: Type.Integer(),
  back: Type.Optional(Type.Literal(true)),
});
type Erased = Static<typeof Erased>;
const Check = Compile(Erased);

/** Beside the keys: whoever restores a backup needs both. */
export const erasedFile = (dataDir: string): string => join(dataDir, 'keys', 'erased.jsonl');

/** The residents of a district who were erased, by id, with when (ms). */
export async function readErased(redis: Redis, district: string): Promise<Map<string, number>> {
  const found = await redis.hgetall(directoryKeys.erased(district));
  return new Map(Object.entries(found).map(([id, at]) => [id, Number(at)]));
}

/** A district without these residents: their devices stay in the home, and of a home that nobody else lives in only the address. */
export function withoutResidents(bundle: CommunityBundle, ids: ReadonlySet<string>): CommunityBundle {
  const gone = bundle.residents.filter(({ id }) => ids.has(id));
  if (gone.length === 0) return bundle;
  const residents = bundle.residents.filter(({ id }) => !ids.has(id));
  const lived = new Set(residents.map(({ home }) => home));
  const empty = new Set(gone.map(({ home }) => home).filter((home) => !lived.has(home)));
  const homeOf = new Map(gone.map(({ id, home }) => [id, home]));
  return {
    ...bundle,
    residents,
    homes: bundle.homes.map((home) => {
      if (!empty.has(home.id)) return home;
      const { doorCode: _, locked: __, ...rest } = home as typeof home & { locked?: unknown };
      return { ...rest, access: {} };
    }),
    devices: bundle.devices.map((device) => {
      const home = device.resident === undefined ? undefined : homeOf.get(device.resident);
      if (home === undefined) return device;
      const { resident: _, ...rest } = device;
      return { home, ...rest };
    }),
  };
}

export type Erasure =
  | { ok: true; home: string; texts: number }
  | { ok: false; why: 'not_found' | 'incident_open'; incidents?: readonly string[] };

type Where = { redis: Redis; dataDir: string; archive: string };

/** Erases a resident, and keeps that they were. @param at when (ms) */
export async function eraseResident(
  where: Where,
  { district, shard, resident, at }: { district: string; shard: ShardId; resident: string; at: number },
): Promise<Erasure> {
  const { redis } = where;
  const bundle = await readDistrict(redis, district);
  const before = await readDistrictBefore(redis, district);
  const home = [bundle, before].flatMap((one) => one?.residents ?? []).find(({ id }) => id === resident)?.home;
  if (home === undefined) return { ok: false, why: 'not_found' };
  const open = await openAt(redis, shard, home);
  if (open.length > 0) return { ok: false, why: 'incident_open', incidents: open };
  // First that they are: cut off here, the next start goes on.
  await keep(where.dataDir, { district, resident, at });
  await redis.hset(directoryKeys.erased(district), resident, at);
  await redis.hdel(directoryKeys.fileSwitches(district), aboutAway(resident));
  const ids = new Set([resident]);
  const homes = new Set(
    [bundle, before].flatMap((one) => one?.residents ?? []).flatMap((one) => (one.id === resident ? [one.home] : [])),
  );
  let texts = 0;
  const about = new Set<string>();
  for (const one of homes) texts += await forgetTexts(where, { district, shard, home: one }, about);
  await forgetWords(where, { district, shard }, { resident, about });
  if (bundle) await rewriteDocuments(redis, directoryKeys.documents(district), bundle, withoutResidents(bundle, ids));
  if (before)
    await rewriteDocuments(redis, directoryKeys.documentsBefore(district), before, withoutResidents(before, ids));
  await forgetOnDisk(redis);
  return { ok: true, home, texts };
}

/** What is kept from before the last import, with somebody's document changed as it was changed now. */
export async function changeBefore(
  redis: Redis,
  { district, resident }: { district: string; resident: string },
  change: (one: Resident) => Resident,
): Promise<void> {
  const before = await readDistrictBefore(redis, district);
  if (!before) return;
  const residents = before.residents.map((one) => (one.id === resident ? change(one) : one));
  await rewriteDocuments(redis, directoryKeys.documentsBefore(district), before, { ...before, residents });
}

/** What has gone is still in the file that Redis replays: it is written anew, in the background. */
export async function forgetOnDisk(redis: Redis): Promise<void> {
  try {
    await redis.bgrewriteaof();
  } catch (error) {
    // It is being written already, or the server is not ours to ask: it does so itself once the file has doubled.
    if (!(error instanceof Error && error.name === 'ReplyError')) throw error;
  }
}

/** Incidents at a home that are not over. One that nobody can read is not over either, where it names the home. */
async function openAt(redis: Redis, shard: ShardId, home: string): Promise<string[]> {
  const keys = shardKeys(shard);
  const ids = await redis.zrange(keys.deadlines, '0', '-1');
  const texts = ids.length === 0 ? [] : await redis.hmget(keys.states, ...ids);
  return ids.filter((_, i) => {
    const text = texts[i] ?? '';
    if (!text.includes(JSON.stringify(home))) return false;
    const state = stateIn(text);
    return state === undefined || (state.home === home && state.state !== 'closed');
  });
}

/** What was written about incidents at a home, in Redis, in the archive, and in what would have been sent. */
async function forgetTexts(
  { redis, archive }: Where,
  { district, shard, home }: { district: string; shard: ShardId; home: string },
  about: Set<string>,
): Promise<number> {
  const keys = shardKeys(shard);
  let texts = 0;
  for (const [id, text] of Object.entries(await redis.hgetall(keys.states))) {
    if (!text.includes(JSON.stringify(home)) || stateIn(text)?.home !== home) continue;
    about.add(id);
    texts += await redis.del(keys.side(id as IncidentId));
  }
  for (const [entry, fields] of await redis.xrange(directoryKeys.outbox, '-', '+'))
    if ([...about].some((id) => fields[1]?.includes(id))) await redis.xdel(directoryKeys.outbox, entry);
  return texts + (await blankSides(archive, { head: (head) => head.district === district, home }));
}

/** Words that somebody wrote into the audit about them, or about an incident at their home; who wrote and when stands, by id. */
async function forgetWords(
  { redis, dataDir }: Where,
  { district, shard }: { district: string; shard: ShardId },
  { resident, about }: { resident: string; about: ReadonlySet<string> },
): Promise<void> {
  const place = { id: district, shard };
  const isTheirs = (line: AuditLine): boolean =>
    line.about === resident || line.residents?.includes(resident) === true || about.has(line.incident ?? '');
  for (let from = '-'; ; ) {
    const some = await readStored(redis, place, { from, count: auditAtOnce });
    for (const one of some) {
      const line = lineOf(one);
      if (line.n !== undefined && isTheirs(line)) await eraseAside(redis, place, line.n);
    }
    const last = some.at(-1);
    if (!last || some.length < auditAtOnce) break;
    from = `(${last.entry}`;
  }
  await eraseInDays(auditFolder(dataDir, district), isTheirs);
}

const auditAtOnce = 1_000;

/** As much of a state as is asked here; undefined for one that nobody can read. */
function stateIn(text: string): { home?: unknown; state?: unknown } | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}

/** They asked to be taken in again: an import may bring them back. @returns false when they were not erased */
export async function takeBack(where: Pick<Where, 'redis' | 'dataDir'>, one: Omit<Erased, 'back'>): Promise<boolean> {
  const known = await where.redis.hdel(directoryKeys.erased(one.district), one.resident);
  if (known === 1) await keep(where.dataDir, { ...one, back: true });
  return known === 1;
}

/**
 * Erases again whoever an older backup, or a start that was cut off, has brought back.
 * @returns who was, and who waits because an incident is open at their home
 */
export async function eraseAgain(where: Where): Promise<{ erased: string[]; waits: string[] }> {
  const standing = new Map<string, Erased>();
  for (const one of await readFileOf(where.dataDir)) {
    const key = `${one.district}/${one.resident}`;
    if (one.back) standing.delete(key);
    else standing.set(key, one);
  }
  const [erased, waits]: [string[], string[]] = [[], []];
  const districts = await readDistricts(where.redis);
  for (const one of standing.values()) {
    const shard = districts.get(one.district);
    if (shard === undefined) continue;
    await where.redis.hset(directoryKeys.erased(one.district), one.resident, one.at);
    const places = [directoryKeys.documents(one.district), directoryKeys.documentsBefore(one.district)];
    const found = await Promise.all(places.map((key) => where.redis.hexists(key, `residents/${one.resident}`)));
    if (!found.includes(1)) continue;
    const done = await eraseResident(where, { ...one, shard });
    if (done.ok) erased.push(one.resident);
    else if (done.why === 'incident_open') waits.push(one.resident);
  }
  return { erased, waits };
}

async function keep(dataDir: string, one: Erased): Promise<void> {
  const file = erasedFile(dataDir);
  const known = (await readFileOf(dataDir)).filter(
    (line) => line.district === one.district && line.resident === one.resident,
  );
  if (known.at(-1)?.back === one.back && known.length > 0) return;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await appendFile(file, `${JSON.stringify(one)}\n`, { mode: 0o600, flush: true });
}

/** A line that was cut off is left out: what it said was not done yet. */
async function readFileOf(dataDir: string): Promise<Erased[]> {
  const text = await readFile(erasedFile(dataDir), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return Check.Check(value) ? [value] : [];
    } catch {
      return [];
    }
  });
}
