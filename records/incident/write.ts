// An incident is written whole: its rows are replaced in one transaction, with the place up to which all is known. What is written
// twice is there once.
import type { Insertable, Transaction } from 'kysely';
import { timeIn } from '../../contracts/ids.ts';
import { setCursor } from '../cursors.ts';
import { piecesOf } from '../pieces.ts';
import type { CommandTable, Db, EventTable, HopTable, IncidentTable, LegTable, PressTable, Tables } from '../tables.ts';
import { gramsOf } from './grams.ts';

/** Everything that the books keep of one incident. */
export type IncidentRows = {
  incident: IncidentTable;
  presses: PressTable[];
  legs: LegTable[];
  events: EventTable[];
  hops: HopTable[];
  commands: CommandTable[];
  /** by id */
  texts: Readonly<Record<string, string>>;
};

const parts = ['presses', 'legs', 'events', 'hops', 'commands', 'texts', 'grams'] as const;

/**
 * Replaces these incidents.
 * @param cursors what was read to get here, by name; written with the rows or not at all
 */
export async function replaceIncidents(
  db: Db,
  incidents: readonly IncidentRows[],
  cursors: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await removeIncidents(
      trx,
      incidents.map(({ incident }) => incident.id),
    );
    await insert(
      trx,
      'incidents',
      incidents.map(({ incident }) => incident),
    );
    for (const part of ['presses', 'legs', 'events', 'hops', 'commands'] as const)
      await insert(
        trx,
        part,
        incidents.flatMap((one) => one[part] as never[]),
      );
    await insert(trx, 'texts', incidents.flatMap(textsOf));
    await insert(trx, 'grams', incidents.flatMap(gramsIn));
    for (const [name, value] of cursors) await setCursor(trx, name, value);
  });
}

const textsOf = ({ incident, texts }: IncidentRows) =>
  Object.entries(texts).map(([text_id, text]) => ({ incident: incident.id, text_id, text }));

function gramsIn({ incident, texts }: IncidentRows) {
  const grams = new Set(Object.values(texts).flatMap(gramsOf));
  return [...grams].map((gram) => ({ gram, incident: incident.id }));
}

/** Incidents that are no more: a backup of before them was restored. */
export async function removeIncidents(db: Db | Transaction<Tables>, ids: readonly string[]): Promise<void> {
  for (const some of piecesOf(ids)) {
    for (const part of parts) await db.deleteFrom(part).where('incident', 'in', some).execute();
    await db.deleteFrom('incidents').where('id', 'in', some).execute();
  }
}

/** The texts of these incidents go; that they were stays. */
export async function removeTexts(db: Db, ids: readonly string[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const some of piecesOf(ids)) {
      await trx.deleteFrom('texts').where('incident', 'in', some).execute();
      await trx.deleteFrom('grams').where('incident', 'in', some).execute();
      await trx.updateTable('incidents').set({ reason: null }).where('id', 'in', some).execute();
    }
  });
}

/** Closed incidents that have texts, closed before an instant. @param before ms */
export async function withTextsClosedBefore(db: Db, before: number): Promise<string[]> {
  const rows = await db
    .selectFrom('incidents')
    .select('id')
    .where('closed_at', '<', before)
    .where('id', 'in', (query) => query.selectFrom('texts').select('incident'))
    .execute();
  return rows.map(({ id }) => id);
}

/** The incidents of a district that have texts. */
export async function withTexts(db: Db, district: string): Promise<string[]> {
  const rows = await db
    .selectFrom('incidents')
    .select('id')
    .where('district', '=', district)
    .where('id', 'in', (query) => query.selectFrom('texts').select('incident'))
    .execute();
  return rows.map(({ id }) => id);
}

/** Incidents whose press came at or after an instant. @param since ms */
export async function idsSince(db: Db, since: number): Promise<string[]> {
  const rows = await db.selectFrom('incidents').select('id').where('id', '>=', timeIn(since)).execute();
  return rows.map(({ id }) => id);
}

/** Which state of these incidents is in the books, by id. */
export async function knownStates(
  db: Db,
  ids: readonly string[],
): Promise<Map<string, Pick<IncidentTable, 'seq' | 'state' | 'closed_at'>>> {
  const known = new Map<string, Pick<IncidentTable, 'seq' | 'state' | 'closed_at'>>();
  for (const some of piecesOf(ids)) {
    const rows = await db
      .selectFrom('incidents')
      .select(['id', 'seq', 'state', 'closed_at'])
      .where('id', 'in', some)
      .execute();
    for (const { id, ...row } of rows) known.set(id, row);
  }
  return known;
}

async function insert<T extends keyof Tables>(
  trx: Transaction<Tables>,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  for (const some of piecesOf(rows))
    await trx
      .insertInto(table)
      .values(some as never)
      .execute();
}
