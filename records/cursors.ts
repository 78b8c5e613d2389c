// Up to where something was read: written in the transaction that wrote what was read, so neither is without the other.
import type { Transaction } from 'kysely';
import type { Db, Tables } from './tables.ts';

export async function readCursors(db: Db): Promise<Map<string, string>> {
  const rows = await db.selectFrom('cursors').selectAll().execute();
  return new Map(rows.map(({ name, value }) => [name, value]));
}

export async function setCursor(db: Db | Transaction<Tables>, name: string, value: string): Promise<void> {
  await db
    .insertInto('cursors')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}
