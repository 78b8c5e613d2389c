// Keeps the audit: each day that is over goes into its file, and what has lain in one for the retention leaves Redis. One process
// of the system runs it for the shards that it owns; two at once write the same file once.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { ChainLine } from '../signing/chain.ts';
import { type AuditPlace, readStored } from './audit.ts';
import { auditFolder, dayFile, daysIn, linesOfDay, numberOf, writeDay } from './auditDays.ts';
import { shardKeys } from './keys.ts';
import { limitReached, measure } from './limits.ts';

const readAtOnce = 1_000;
const everyMs = 60_000;
/** A day is over for sure: what was begun before midnight has its place in the chain. */
const afterMidnightMs = 60_000;

export type KeepingParts = {
  redis: Redis;
  dataDir: string;
  reserveBytes: number;
  /** how long entries stay in Redis once their day has its file; 0: for ever */
  keepMs: number;
  /** the districts to look after now, with their time zones */
  districts(): readonly (AuditPlace & { timeZone: string })[];
  log: Pick<Logger, 'info' | 'warn'>;
};

/** Begins; a turn that fails is said and follows again. */
export function keepAudit(parts: KeepingParts): { stop(): Promise<void> } {
  let turn: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    turn = keepAll(parts)
      .catch((error: unknown) => parts.log.warn({ error: String(error) }, 'audit: a day was not written, again soon'))
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await turn;
    },
  };
}

async function keepAll({ redis, dataDir, reserveBytes, keepMs, districts, log }: KeepingParts): Promise<void> {
  // The last of the disk is for what is open.
  if (limitReached(await measure({ redis, dataDir }), reserveBytes, undefined) === 'disk') return;
  // Entries are numbered by the store's clock: it says which day is over.
  const [seconds] = await redis.time();
  const now = Number(seconds) * 1_000 - afterMidnightMs;
  for (const place of districts()) {
    const written = await exportDays(redis, place, { dataDir, now });
    // The head in the log as well: it lies elsewhere than the store and the files.
    for (const { day, head } of written) log.info({ district: place.id, day, head }, 'audit: a day is written');
    const removed = keepMs === 0 ? 0 : await trimAudit(redis, place, { dataDir, before: now - keepMs });
    if (removed > 0) log.info({ district: place.id, removed }, 'audit: entries that lie in files have left the store');
  }
}

type Zoned = AuditPlace & { timeZone: string };

/** Writes each day that is over and has no file yet. @returns what was written */
export async function exportDays(
  redis: Redis,
  place: Zoned,
  { dataDir, now }: { dataDir: string; now: number },
): Promise<{ day: string; head: string | undefined }[]> {
  const folder = auditFolder(dataDir, place.id);
  const dayOf = daysBy(place.timeZone);
  const today = dayOf(now);
  const known = await daysIn(folder);
  const written: { day: string; head: string | undefined }[] = [];
  // What a file holds is not read again: the first entry after the last day that has one.
  let [next] = await readStored(redis, place, { from: await afterLast(folder, known), count: 1 });
  while (next && dayOf(msOf(next.entry)) < today) {
    const day = dayOf(msOf(next.entry));
    let after: ChainLine | undefined;
    let head: string | undefined;
    const first = next.entry;
    async function* lines(): AsyncGenerator<ChainLine> {
      for (let from = first; ; ) {
        const some = await readStored(redis, place, { from, count: readAtOnce });
        for (const one of some) {
          if (dayOf(msOf(one.entry)) !== day) {
            after = one;
            return;
          }
          yield one;
        }
        const last = some.at(-1);
        if (!last || some.length < readAtOnce) return;
        from = `(${last.entry}`;
      }
    }
    const isNew = await writeDay(folder, day, lines(), (last) => {
      head = last?.hash;
      return last;
    });
    if (isNew) written.push({ day, head });
    next = after;
  }
  return written;
}

/** The last entry of the files, as where to read on. */
async function afterLast(folder: string, days: readonly string[]): Promise<string> {
  const day = days.at(-1);
  if (day === undefined) return '-';
  let last = '';
  for await (const line of linesOfDay(dayFile(folder, day)))
    if (!('head' in line) && line.entry !== '') last = line.entry;
  return last === '' ? '-' : `(${last}`;
}

/** Takes out of Redis what lies in a file and is older. What a file does not hold as it stands here stays. @returns how many */
export async function trimAudit(
  redis: Redis,
  place: Zoned,
  { dataDir, before }: { dataDir: string; before: number },
): Promise<number> {
  const folder = auditFolder(dataDir, place.id);
  const dayOf = daysBy(place.timeZone);
  const keys = shardKeys(place.shard);
  let removed = 0;
  for (const day of await daysIn(folder)) {
    if (day >= dayOf(before)) break;
    const [oldest] = await readStored(redis, place, { count: 1 });
    if (!oldest || dayOf(msOf(oldest.entry)) > day) continue;
    const lines: ChainLine[] = [];
    for await (const line of linesOfDay(dayFile(folder, day))) if (!('head' in line)) lines.push(line);
    for (let i = 0; i < lines.length; i += readAtOnce) {
      const some = lines.slice(i, i + readAtOnce);
      const here = await readStored(redis, place, {
        from: some[0]?.entry ?? '-',
        to: some.at(-1)?.entry ?? '-',
        count: readAtOnce,
      });
      const inFile = new Map(some.map(({ entry, text }) => [entry, text]));
      const safe = here.filter(({ entry, text }) => inFile.get(entry) === text);
      if (safe.length < here.length) return removed; // another one than was written: verification says where
      const numbers = safe.flatMap(({ hash, text }) => (hash === undefined ? [] : [String(numberOf(text))]));
      if (safe.length > 0) removed += await redis.xdel(keys.audit(place.id), ...safe.map(({ entry }) => entry));
      if (numbers.length > 0) await redis.hdel(keys.auditAsides(place.id), ...numbers);
    }
  }
  return removed;
}

/** The instant at which the store appended an entry, ms. */
export const msOf = (entry: string): number => Number(entry.slice(0, entry.indexOf('-')));

/** `2026-08-03` of an instant, by the clock on the wall of a district. */
export function daysBy(timeZone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (ms) => format.format(ms);
}
