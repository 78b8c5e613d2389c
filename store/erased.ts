// Erasing a person: what leads from the ids of logs, archive and statistics to them goes, and what was written about the incidents at
// their homes while they lived there (concerns.ts); the ids stand. Their buttons stay in the home, so whoever presses there is helped
// as an unknown person. Who was erased is kept by id, beside the keys too, so that neither an import nor an older backup brings them
// back unsaid.
import { appendFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import { isOrder } from '../contracts/incident/orders.ts';
import type { Incident } from '../contracts/incident/state.ts';
import { readEach } from '../contracts/json.ts';
import type { CommunityBundle, Resident } from '../contracts/office/community.ts';
import { blankSides } from './archive/blank.ts';
import type { Head } from './archive/record.ts';
import { type AuditLine, entriesAfter, eraseAside, lineOf } from './audit.ts';
import { auditFolder, eraseInDays } from './auditDays.ts';
import { eraseCheckInTraces } from './checkInTraces.ts';
import { isAbout, readStays } from './concerns.ts';
import { readDistricts } from './directory.ts';
import { forgetWhy } from './editDistrict.ts';
import { forgetEdits } from './edits.ts';
import { aboutAway } from './fileSwitches.ts';
import { eraseRawOf } from './foreign/watching.ts';
import { directoryKeys, shardKeys } from './keys.ts';
import { textOf } from './onDisk.ts';
import { happenedTo } from './stays.ts';
import { type Changed, changeBack, changeDistrict } from './writeDistrict.ts';
import { type Found, homelessIn, isWrittenOf, type Lived, openOf } from './writtenOf.ts';

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
      const { doorCode: _, keys: __, locked: ___, ...rest } = home as typeof home & { locked?: unknown };
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

/**
 * Erases a resident, and keeps that they were. A press that has come until they are gone is helped first: the erasing is refused, and all is as it
 * was; one that comes later is an unknown person's.
 * @param at when (ms)
 */
export async function eraseResident(
  where: Where,
  { district, shard, resident, at }: { district: string; shard: ShardId; resident: string; at: number },
): Promise<Erasure> {
  const { redis, dataDir } = where;
  const stays = await readStays(redis, district, resident);
  const home = (stays.find(({ until }) => until === undefined) ?? stays.at(-1))?.home;
  if (home === undefined) return { ok: false, why: 'not_found' };
  const lived = { district, shard, stays, resident };
  const before = await openOf(redis, lived);
  if (before.open.length > 0) return { ok: false, why: 'incident_open', incidents: before.open };
  // First that they are: cut off here, the next start goes on. Where they lived the documents will say no more.
  await keep(dataDir, { district, resident, at });
  const isNew = (await redis.hset(directoryKeys.erased(district), resident, at)) === 1;
  await redis.hset(directoryKeys.stays(district), resident, JSON.stringify(stays));
  const changes = await leaveOut(redis, district, new Set([resident]));
  const { open, found } = await openOf(redis, lived);
  if (open.length > 0) {
    for (const { which, written } of changes) await changeBack(redis, { district, which }, written);
    if (isNew) await takeBack(where, { district, resident, at }); // else it goes on waiting
    return { ok: false, why: 'incident_open', incidents: open };
  }
  await redis.hdel(directoryKeys.fileSwitches(district), aboutAway(resident));
  const homes = stays.map((stay) => stay.home);
  await forgetWhy(redis, district, new Set([`residents/${resident}`, ...homes.map((one) => `homes/${one}`)]));
  await forgetEdits(redis, district, { residents: [resident], homes });
  const { texts, incidents } = await forgetTexts(where, lived, found);
  // And who had the keys of these homes, and why.
  const about = new Set([...incidents, ...homes]);
  await forgetWords(where, { district, shard }, { resident, about });
  await eraseRawOf(redis, shard, await sourcesOf(redis, district)); // messages of devices as they came tell who was where
  await eraseCheckInTraces(redis, { shard, district }, { resident, homes: new Set([home]) });
  await redis.hdel(directoryKeys.stays(district), resident);
  // Another instant: the books look at each once, and may have read the words while they were still there.
  await redis.hset(directoryKeys.erased(district), resident, at + 1);
  await forgetOnDisk(redis);
  return { ok: true, home, texts };
}

async function sourcesOf(redis: Redis, district: string): Promise<string[]> {
  const named = 'sources/';
  const fields = await redis.hkeys(directoryKeys.documents(district));
  return fields.flatMap((field) => (field.startsWith(named) ? [field.slice(named.length)] : []));
}

/**
 * The documents as they are now come first: an import in between makes these the ones from before.
 * @returns what was changed
 */
async function leaveOut(
  redis: Redis,
  district: string,
  ids: ReadonlySet<string>,
): Promise<{ which: 'documents' | 'documentsBefore'; written: Changed[] }[]> {
  const changes: Awaited<ReturnType<typeof leaveOut>> = [];
  for (const which of ['documents', 'documentsBefore'] as const) {
    const written = await changeDistrict(redis, { district, which }, (bundle) => withoutResidents(bundle, ids));
    changes.push({ which, written });
  }
  return changes;
}

/** An import is written: who was erased since it looked (`known`) has come back with it, and goes again. */
export async function leaveOutSince(redis: Redis, district: string, known: ReadonlyMap<string, number>): Promise<void> {
  const since = [...(await readErased(redis, district)).keys()].filter((id) => !known.has(id));
  if (since.length === 0) return;
  await leaveOut(redis, district, new Set(since));
  await redis.hdel(directoryKeys.stays(district), ...since);
}

/** What is kept from before the last import, with somebody's document changed as it was changed now. */
export async function changeBefore(
  redis: Redis,
  { district, resident }: { district: string; resident: string },
  change: (one: Resident) => Resident,
): Promise<void> {
  await changeDistrict(redis, { district, which: 'documentsBefore' }, (before) => ({
    ...before,
    residents: before.residents.map((one) => (one.id === resident ? change(one) : one)),
  }));
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

/**
 * What was written about their incidents, in Redis, in the archive, and in what would have been sent.
 * @param found those in Redis, all of them over. One that has begun since is an unknown person's, and somebody is on the way by its words
 */
async function forgetTexts(
  { redis, archive }: Where,
  { district, shard, stays }: Lived,
  found: Found,
): Promise<{ texts: number; incidents: Set<string> }> {
  const incidents = new Set<string>();
  const homeless = new Set<string>();
  let texts = 0;
  for (const [id, state] of found) {
    if (state === undefined) continue; // nobody can read whose it is
    incidents.add(id);
    for (const one of happenedTo(stays, state) ? homelessIn(state) : []) homeless.add(one);
    texts += await forgetSide(redis, shardKeys(shard).side(id));
  }
  const fits = (state: Partial<Incident>, events: readonly IncidentEvent[]): boolean => {
    if (!isWrittenOf(stays, { state, events })) return false;
    if (state.id !== undefined) incidents.add(state.id);
    for (const one of happenedTo(stays, state) ? homelessIn(state) : []) homeless.add(one);
    return true;
  };
  const naming = stays.map(({ home }) => home);
  const here = (head: Head): boolean => head.district === district;
  texts += await blankSides(archive, { head: here, state: { naming, fits } });
  if (homeless.size > 0) texts += await blankSides(archive, { head: (head) => here(head) && homeless.has(head.id) });
  for (const id of homeless) incidents.add(id);
  for (const [entry, fields] of await redis.xrange(directoryKeys.outbox, '-', '+'))
    if ([...incidents].some((id) => fields[1]?.includes(id))) await redis.xdel(directoryKeys.outbox, entry);
  return { texts, incidents };
}

/** Texts and positions; orders have neither, and stand. @returns 1 when there were any */
async function forgetSide(redis: Redis, side: string): Promise<number> {
  const fields = (await redis.hkeys(side)).filter((field) => !isOrder(field));
  if (fields.length > 0) await redis.hdel(side, ...fields);
  return Math.min(1, fields.length);
}

/** Words that somebody wrote into the audit about them, or about an incident of theirs; who wrote and when stands, by id. */
async function forgetWords(
  { redis, dataDir }: Where,
  { district, shard }: { district: string; shard: ShardId },
  { resident, about }: { resident: string; about: ReadonlySet<string> },
): Promise<void> {
  const place = { id: district, shard };
  const isTheirs = (line: AuditLine): boolean => isAbout(line, resident, about);
  for await (const one of entriesAfter(redis, place)) {
    const line = lineOf(one);
    if (line.n !== undefined && isTheirs(line)) await eraseAside(redis, place, line.n);
  }
  await eraseInDays(auditFolder(dataDir, district), isTheirs);
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
    await where.redis.hsetnx(directoryKeys.erased(one.district), one.resident, one.at);
    if ((await readStays(where.redis, one.district, one.resident)).length === 0) continue;
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
  return readEach(Check, ((await textOf(erasedFile(dataDir))) ?? '').split('\n'));
}
