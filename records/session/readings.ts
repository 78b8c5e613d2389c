// The access log in the books: who was shown whom, what, and what for. By ids: whose an id is, the registry says for as long as it knows.
import { type ExpressionBuilder, type Insertable, type SqlBool, sql, type Transaction } from 'kysely';
import { timeIn } from '../../contracts/ids.ts';
import { everybody } from '../../contracts/session/audit.ts';
import { setCursor } from '../cursors.ts';
import { homesIn, reachingBeyond } from '../homesIn.ts';
import { piecesOf } from '../pieces.ts';
import type { Db, DutyChangeTable, KeyMoveTable, ReaderTable, ReadingTable, ReviewTable, Tables } from '../tables.ts';

/** An entry of the audit that showed somebody. `residents`: ids, each once, or `*` alone. */
export type ReadingRow = { reading: ReadingTable; residents: readonly string[] };

/** What was read of a district's audit in one go. `upTo`: the entry that was read last. */
export type AuditRead = {
  district: string;
  readings: readonly ReadingRow[];
  dutyChanges: readonly DutyChangeTable[];
  keyMoves: readonly KeyMoveTable[];
  reviews: readonly ReviewTable[];
  readers: readonly ReaderTable[];
  upTo: string;
};

export const auditCursor = (district: string): string => `audit/${district}`;

/** Where an entry of the audit stands in its district, as text that sorts by it. @param entry `ms-sequence` */
export function placeOfEntry(entry: string): string {
  const [ms = '', n = ''] = entry.split('-');
  return `${ms.padStart(15, '0')}-${n.padStart(9, '0')}`;
}

/** The entry of the audit that has this place. */
export function entryAtPlace(place: string): string {
  const [ms, n] = place.split('-');
  return `${Number(ms)}-${Number(n)}`;
}

/** Writes what was read, each entry once, and up to where it was read. */
export async function addAudit(
  db: Db,
  { district, readings, dutyChanges, keyMoves, reviews, readers, upTo }: AuditRead,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const shown = readings.flatMap(({ reading: { at, entry }, residents }) =>
      residents.map((resident) => ({ district, resident, at, entry })),
    );
    await insertOnce(
      trx,
      'readings',
      readings.map(({ reading }) => reading),
    );
    await insertOnce(trx, 'shown', shown);
    await insertOnce(trx, 'duty_changes', dutyChanges);
    await insertOnce(trx, 'key_moves', keyMoves);
    await insertOnce(trx, 'reviews', reviews);
    for (const one of readers)
      await trx
        .insertInto('readers')
        .values(one)
        .onConflict((known) => known.columns(['district', 'actor']).doUpdateSet({ name: one.name }))
        .execute();
    await setCursor(trx, auditCursor(district), upTo);
  });
}

/** What is there already stays as it is. */
async function insertOnce<T extends keyof Tables>(
  trx: Transaction<Tables>,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  for (const some of piecesOf(rows))
    await trx
      .insertInto(table)
      .values(some)
      .onConflict((known) => known.doNothing())
      .execute();
}

/** With what an actor did. */
const actsIn = ['readings', 'duty_changes', 'key_moves', 'reviews'] as const;

/** Removes what is older, and the names of those of whom nothing is left. @param before ms */
export async function removeAuditBefore(db: Db, before: number): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const table of ['shown', ...actsIn] as const) await trx.deleteFrom(table).where('at', '<', before).execute();
    await trx
      .deleteFrom('readers')
      .where(({ and, not, exists, selectFrom }) =>
        and(
          actsIn.map((table) =>
            not(
              exists(
                selectFrom(`${table as 'readings'} as left`) // all of them have these columns
                  .select('left.entry')
                  .whereRef('left.district', '=', 'readers.district')
                  .whereRef('left.actor', '=', 'readers.actor'),
              ),
            ),
          ),
        ),
      )
      .execute();
  });
}

/**
 * All that is given must fit. `by`: what whoever looked is called. `named`: one of these was shown, or somebody of one of these names looked. `from`, `until`: ms, when it was shown, `until` excluded.
 * `before`: only what is older than this one.
 */
export type WantedReadings = {
  district: string;
  /** with what showed everybody */
  resident?: string;
  named?: { residents: readonly string[]; names: readonly string[] };
  by?: string;
  what?: string;
  purpose?: string;
  from?: number;
  until?: number;
  before?: { at: number; entry: string };
  limit: number;
};

/** `residents`: the first of those whom it showed; `shown`: how many they are. `number`: of the incident, where the books have it. */
export type FoundReading = ReadingTable & { residents: string[]; shown: number; number: number | null };

/** So many are named of one reading. */
export const namedOfReading = 20;

/** Readings that fit, the newest first, at most `limit`. */
export async function findReadings(db: Db, wanted: WantedReadings): Promise<FoundReading[]> {
  const { district, limit } = wanted;
  const rows = await db
    .selectFrom('readings')
    .leftJoin('incidents', 'incidents.id', 'readings.incident')
    .selectAll('readings')
    .select('incidents.number')
    .where((query) => query.and(conditions(query as never, wanted)))
    .orderBy('readings.at', 'desc')
    .orderBy('readings.entry', 'desc')
    .limit(limit)
    .execute();
  const shown = await shownIn(
    db,
    district,
    rows.map(({ entry }) => entry),
  );
  return rows.map((row) => {
    const residents = shown.get(row.entry) ?? [];
    return { ...row, residents: firstOf(residents, wanted.resident), shown: residents.length };
  });
}

/** Whoever was looked for is among those who are named. */
function firstOf(residents: readonly string[], resident: string | undefined): string[] {
  const wanted = resident !== undefined && residents.includes(resident) ? [resident] : [];
  return [...wanted, ...residents.filter((one) => one !== resident)].slice(0, namedOfReading);
}

type Query = ExpressionBuilder<Tables, 'readings'>;

function conditions(query: Query, wanted: WantedReadings) {
  const { district, by, resident, named, from, until, before } = wanted;
  const all = [query('readings.district', '=', district)] as ReturnType<Query['and']>[];
  if (from !== undefined) all.push(query('readings.at', '>=', from) as never);
  if (until !== undefined) all.push(query('readings.at', '<', until) as never);
  for (const field of ['what', 'purpose'] as const) {
    const value = wanted[field];
    if (value !== undefined) all.push(query(`readings.${field}`, '=', value) as never);
  }
  if (before !== undefined)
    all.push(
      query.or([
        query('readings.at', '<', before.at),
        query.and([query('readings.at', '=', before.at), query('readings.entry', '<', before.entry)]),
      ]) as never,
    );
  if (by !== undefined) all.push(looked(query, district, [by]) as never);
  if (resident !== undefined) all.push(showed(query, district, [resident, everybody]) as never);
  if (named !== undefined)
    all.push(
      query.or([
        ...(named.names.length === 0 ? [] : [looked(query, district, named.names)]),
        ...(named.residents.length === 0 ? [] : [showed(query, district, named.residents)]),
        ...(named.names.length + named.residents.length === 0 ? [sql<SqlBool>`false` as never] : []),
      ]) as never,
    );
  return all;
}

const showed = (query: Query, district: string, residents: readonly string[]) =>
  query(
    'readings.entry',
    'in',
    query
      .selectFrom('shown')
      .select('shown.entry')
      .where('shown.district', '=', district)
      .where('shown.resident', 'in', residents),
  );

const looked = (query: Query, district: string, names: readonly string[]) =>
  query(
    'readings.actor',
    'in',
    query
      .selectFrom('readers')
      .select('readers.actor')
      .where('readers.district', '=', district)
      .where('readers.name', 'in', names),
  );

async function shownIn(db: Db, district: string, entries: readonly string[]): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const some of piecesOf(entries)) {
    const rows = await db
      .selectFrom('shown')
      .select(['entry', 'resident'])
      .where('district', '=', district)
      .where('entry', 'in', some)
      .orderBy('resident')
      .execute();
    for (const { entry, resident } of rows) {
      const known = found.get(entry);
      if (known) known.push(resident);
      else found.set(entry, [resident]);
    }
  }
  return found;
}

/** Whoever has looked at somebody in this district, or gone on and off duty, as they were called last. */
export function readersOf(db: Db, district: string): Promise<ReaderTable[]> {
  return db.selectFrom('readers').selectAll().where('district', '=', district).orderBy('actor').execute();
}

/** When the keys of a home went out and came back, the newest first. */
export function keyMovesOf(
  db: Db,
  { district, home }: { district: string; home: string },
  limit: number,
): Promise<KeyMoveTable[]> {
  return db
    .selectFrom('key_moves')
    .selectAll()
    .where('district', '=', district)
    .where('home', '=', home)
    .orderBy('at', 'desc')
    .orderBy('entry', 'desc')
    .limit(limit)
    .execute();
}

/** What was found about incidents of a stretch, by when they were pressed, the newest finding first. @param from ms, `until` excluded @param within only what happened in these courtyards */
export function reviewsWithin(
  db: Db,
  { district, from, until, within }: { district: string; from: number; until: number; within?: readonly string[] },
): Promise<ReviewTable[]> {
  const reviews = db
    .selectFrom('reviews')
    .selectAll()
    .where('district', '=', district)
    .where('incident', '>=', timeIn(from))
    .where('incident', '<', timeIn(until))
    .orderBy('entry', 'desc');
  if (within === undefined) return reviews.execute();
  const there = db
    .selectFrom('incidents')
    .select('id')
    .where('home', 'in', homesIn(db, district, within))
    .where('id', 'not in', reachingBeyond(db, district, within));
  return reviews.where('incident', 'in', there).execute();
}
