// The audit as a whole: what the store has, and before that the files of its days.
import type { Redis } from 'ioredis';
import { defined } from '../contracts/shapes.ts';
import { ChainCheck, type ChainProblem, type Head } from '../signing/chain.ts';
import {
  type AuditFilter,
  type AuditLine,
  type AuditPage,
  type AuditPlace,
  entriesAfter,
  fits,
  lineOf,
  readAuditPage,
  readStored,
  type StoredEntry,
} from './audit.ts';
import { readHead } from './auditChain.ts';
import { auditFolder, dayFile, daysIn, linesOfDay } from './auditDays.ts';
import { daysBy, msOf } from './auditKeeping.ts';

/** Whoever asks goes on from `next`. */
const lookedAtMost = 20_000;

/** The latest records, newest first, back into the files. @property next where to go on */
export async function readAuditBack(
  { redis, dataDir }: { redis: Redis; dataDir: string },
  place: AuditPlace,
  { limit, before, ...wanted }: { limit: number; before?: string } & AuditFilter,
): Promise<AuditPage> {
  const page = await readAuditPage(redis, place, { limit, ...defined({ before }), ...wanted });
  if (page.next !== undefined) return page;
  const lines = [...page.lines];
  const [oldest] = await readStored(redis, place, { count: 1 });
  // Whatever is older than the oldest here lies in files alone.
  const edge = [before, oldest?.entry].filter((one) => one !== undefined).sort(byEntry)[0];
  const folder = auditFolder(dataDir, place.id);
  let looked = 0;
  for (const day of (await daysIn(folder)).reverse()) {
    if (edge !== undefined && msOf(edge) + dayMs < Date.parse(day)) continue;
    const found: AuditLine[] = [];
    let oldestRead: string | undefined;
    for await (const one of linesOfDay(dayFile(folder, day))) {
      if ('head' in one || one.entry === '' || (edge !== undefined && byEntry(one.entry, edge) >= 0)) continue;
      looked++;
      oldestRead ??= one.entry;
      const line = lineOf(one);
      if (fits(line, wanted)) found.push(line);
    }
    for (const line of found.reverse()) {
      lines.push(line);
      if (lines.length === limit) return { lines, next: line.entry };
    }
    if (looked >= lookedAtMost && oldestRead !== undefined) return { lines, next: oldestRead };
  }
  return { lines };
}

/** Every record that is asked for, newest first: all days of the files, then the store. For one person; a page reads `readAuditBack`. */
export async function readWholeAudit(
  { redis, dataDir }: { redis: Redis; dataDir: string },
  place: AuditPlace,
  wanted: (line: AuditLine) => boolean,
): Promise<AuditLine[]> {
  const folder = auditFolder(dataDir, place.id);
  const found: AuditLine[] = [];
  let last = '';
  const take = (entry: StoredEntry): void => {
    if (entry.entry !== '') last = entry.entry;
    const line = lineOf(entry);
    if (wanted(line)) found.push(line);
  };
  for (const day of await daysIn(folder))
    for await (const one of linesOfDay(dayFile(folder, day))) if (!('head' in one)) take(one);
  for await (const one of entriesAfter(redis, place, last)) take(one);
  return found.reverse();
}

/**
 * What was appended after an entry, in its order: from the files of days where the store does not reach so far back, then from the store.
 * @param after empty: everything that is left
 * @param files look into the files whatever the store has
 */
export async function* auditAfter(
  { redis, dataDir }: { redis: Redis; dataDir: string },
  place: AuditPlace,
  { after, files }: { after: string; files: boolean },
): AsyncGenerator<StoredEntry> {
  let last = after;
  const [oldest] = await readStored(redis, place, { count: 1 });
  const reaches = after !== '' && (oldest === undefined || byEntry(oldest.entry, after) <= 0);
  if (files || !reaches) {
    const folder = auditFolder(dataDir, place.id);
    for (const day of await daysIn(folder)) {
      // A day of any zone is over two days after it has begun in UTC.
      if (last !== '' && Date.parse(day) + 2 * dayMs < msOf(last)) continue;
      for await (const one of linesOfDay(dayFile(folder, day))) {
        if ('head' in one || one.entry === '' || (last !== '' && byEntry(one.entry, last) <= 0)) continue;
        last = one.entry;
        yield one;
      }
    }
  }
  yield* entriesAfter(redis, place, last);
}

/** `name`: of what it was done to. */
export type Aside = Partial<Record<'why' | 'name', string>>;

/** The words of entries that lie aside, by entry: where the store has them no more, from the files of their days. Erased ones are in neither. */
export async function wordsOfEntries(
  { redis, dataDir }: { redis: Redis; dataDir: string },
  place: AuditPlace & { timeZone: string },
  entries: ReadonlySet<string>,
): Promise<Map<string, Aside>> {
  const found = new Map<string, Aside>();
  const missing = new Set<string>();
  for (const entry of entries) {
    const [stored] = await readStored(redis, place, { from: entry, to: entry, count: 1 });
    if (!stored) missing.add(entry);
    else keep(stored);
  }
  const dayOf = daysBy(place.timeZone);
  const days = new Set([...missing].map((entry) => dayOf(msOf(entry))));
  const folder = auditFolder(dataDir, place.id);
  for (const day of await daysIn(folder)) {
    if (!days.has(day)) continue;
    for await (const one of linesOfDay(dayFile(folder, day))) if (!('head' in one) && missing.has(one.entry)) keep(one);
  }
  return found;

  function keep(stored: StoredEntry): void {
    const { why, name } = lineOf(stored);
    found.set(stored.entry, defined({ why, name }));
  }
}

const dayMs = 24 * 3_600_000;

function byEntry(a: string, b: string): number {
  const [ms, n] = [msOf(a) - msOf(b), Number(a.split('-')[1]) - Number(b.split('-')[1])];
  return ms === 0 ? n : ms;
}

/**
 * `head`: where the chain ends, to be written down; `from`: its first entry, 1 unless older files were taken away. `chained`: entries in files and store; `sealed`: from before the chain;
 * `erased`: whose names and words are gone. `days`: files that were read.
 */
export type Verified = {
  sound: boolean;
  head?: Head;
  from?: number;
  chained: number;
  sealed: number;
  erased: number;
  days: number;
  problems: ChainProblem[];
};

/** Walks the whole chain, files and store. Where both have an entry they must be one. */
export async function verifyAudit(
  { redis, dataDir }: { redis: Redis; dataDir: string },
  place: AuditPlace,
  marks: ReadonlyMap<number, string> = new Map(),
): Promise<Verified> {
  const folder = auditFolder(dataDir, place.id);
  const days = await daysIn(folder);
  const walk = new ChainCheck(marks);
  let last = '';
  for (const day of days)
    for await (const line of linesOfDay(dayFile(folder, day))) {
      if ('head' in line) {
        walk.mark(line.head, day);
      } else {
        walk.take(line);
        if (line.entry !== '') last = line.entry;
      }
    }
  // The head first: what is appended meanwhile is not missed at the end.
  const head = await readHead(redis, place);
  for await (const line of entriesAfter(redis, place, last)) if (!head || (walk.head?.n ?? 0) < head.n) walk.take(line);
  const sound = walk.end(head);
  return {
    sound,
    ...(walk.head ? { head: walk.head } : {}),
    ...defined({ from: walk.from }),
    ...walk.counts,
    days: days.length,
    problems: walk.problems,
  };
}
