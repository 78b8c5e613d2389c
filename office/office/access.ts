// The access log, asked of the books, with names put in from the registry and words from where they can be erased.
import type { Redis } from 'ioredis';
import { iso } from '../../contracts/iso.ts';
import type {
  AccessAnswer,
  AccessExtract,
  AccessFilter,
  AccessQuery,
  AccessRow,
} from '../../contracts/office/access.ts';
import { everybody } from '../../contracts/session/audit.ts';
import { defined } from '../../contracts/shapes.ts';
import {
  entryAtPlace,
  type FoundReading,
  findReadings,
  readersOf,
  type WantedReadings,
} from '../../records/session/readings.ts';
import type { Db } from '../../records/tables.ts';
import { spell } from '../../spelling/spelled.ts';
import { type Aside, wordsOfEntries } from '../../store/auditHistory.ts';
import { readStays } from '../../store/concerns.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { fitting, residentsNamed } from './names.ts';

export type AccessParts = { db: Db; redis: Redis; dataDir: string; district: DistrictRegistry };

/** What is the same on each page of one question. */
export type AccessQuestion = { names: ReadonlyMap<string, string>; wanted: Omit<WantedReadings, 'before' | 'limit'> };

export async function askAccess(
  { db, district }: AccessParts,
  { q = '', from, until, ...rest }: AccessFilter,
): Promise<AccessQuestion> {
  const names = new Map((await readersOf(db, district.id)).map(({ actor, name }) => [actor, name]));
  const typed = q.trim();
  const wanted = {
    district: district.id,
    ...defined({ ...rest, from: from === undefined ? from : Date.parse(from) }),
    ...defined({ until: until === undefined ? until : Date.parse(until) }),
    ...(typed === ''
      ? {}
      : { named: { residents: residentsNamed(typed, district), names: fitting(typed, spelledOf(names)) } }),
  };
  return { names, wanted };
}

const spelledOf = (names: ReadonlyMap<string, string>) =>
  unique(names).map((name) => ({ id: name, name: spell([name], 'person') }));

const unique = (names: ReadonlyMap<string, string>): string[] =>
  [...new Set(names.values())].sort((a, b) => a.localeCompare(b, 'zh'));

/** @property shown ids of residents who are named */
export type AccessPage = AccessAnswer & { shown: string[] };

export async function readAccessPage(
  parts: AccessParts,
  { names, wanted }: AccessQuestion,
  { before, limit = 50 }: Pick<AccessQuery, 'before' | 'limit'>,
): Promise<AccessPage> {
  const [at, entry = ''] = before?.split('_') ?? [];
  const found = await findReadings(parts.db, {
    ...wanted,
    ...(at === undefined ? {} : { before: { at: Number(at), entry } }),
    limit: limit + 1,
  });
  const here = found.slice(0, limit);
  const words = await wordsIn(parts, here);
  const readings = here.map((one) => rowOf(one, parts.district, { names, words }));
  const last = here.at(-1);
  return {
    readings,
    readers: unique(names),
    shown: [...new Set(readings.flatMap(({ residents }) => residents.flatMap(({ id, name }) => (name ? [id] : []))))],
    ...(found.length > limit && last ? { next: `${last.at}_${last.entry}` } : {}),
  };
}

/** Only who broke the glass was asked for words. */
function wordsIn(
  { redis, dataDir, district }: AccessParts,
  found: readonly FoundReading[],
): Promise<Map<string, Aside>> {
  const entries = found.flatMap(({ purpose, entry }) =>
    purpose === 'break_glass' || purpose === null ? [entryAtPlace(entry)] : [],
  );
  const { id, shard, bundle } = district;
  return wordsOfEntries({ redis, dataDir }, { id, shard, timeZone: bundle.district.timeZone }, new Set(entries));
}

type Said = { names: ReadonlyMap<string, string>; words: ReadonlyMap<string, Aside> };

function commonOf({ at, role, what, purpose, reason, entry }: FoundReading, { words }: Said) {
  return {
    at: iso(at),
    role,
    what: what as AccessRow['what'],
    ...defined({
      purpose: (purpose ?? undefined) as AccessRow['purpose'],
      reason: reason ?? undefined,
      words: words.get(entryAtPlace(entry))?.why,
    }),
  };
}

function rowOf(found: FoundReading, district: DistrictRegistry, said: Said): AccessRow {
  const { entry, actor, incident, number, residents, shown } = found;
  const isEverybody = residents.includes(everybody);
  const id = incident as NonNullable<AccessRow['incident']>['id'] | null;
  return {
    entry,
    ...commonOf(found, said),
    by: { id: actor, ...defined({ name: said.names.get(actor) }) },
    ...(id === null ? {} : { incident: { id, ...defined({ number: number ?? undefined }) } }),
    everybody: isEverybody,
    residents: isEverybody
      ? []
      : residents.map((one) => ({ id: one, ...defined({ name: district.residents.get(one)?.name }) })),
    shown: isEverybody ? 0 : shown,
  };
}

/** On paper: some two hundred pages. */
const extractAtMost = 5_000;

/** What the books know of who looked at one resident, the newest first. @returns undefined when they were erased, or never known */
export async function readExtract(
  parts: AccessParts,
  id: string,
  { from, until }: Pick<AccessFilter, 'from' | 'until'>,
): Promise<AccessExtract | undefined> {
  const resident = parts.district.residents.get(id);
  // Whoever has moved away may ask as well; whoever was erased is nobody's any more.
  if (!resident && (parts.district.reach || (await readStays(parts.redis, parts.district.id, id)).length === 0))
    return undefined;
  const { names, wanted } = await askAccess(parts, defined({ resident: id, from, until }));
  const found = await findReadings(parts.db, { ...wanted, limit: extractAtMost + 1 });
  const here = found.slice(0, extractAtMost);
  const said = { names, words: await wordsIn(parts, here) };
  return {
    resident: { id, name: resident?.name ?? id },
    cut: found.length > extractAtMost,
    readings: here.map((one) => ({
      ...commonOf(one, said),
      by: names.get(one.actor) ?? one.actor,
      everybody: one.residents.includes(everybody),
    })),
  };
}
