// Where homes lie now: by grid and courtyard what happened is found and counted.
import type { Db, PlaceTable } from '../tables.ts';

const rowsAtOnce = 1_000;

/** Replaces the places of a district. */
export async function replacePlaces(db: Db, district: string, places: readonly PlaceTable[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('places').where('district', '=', district).execute();
    for (let at = 0; at < places.length; at += rowsAtOnce)
      await trx
        .insertInto('places')
        .values(places.slice(at, at + rowsAtOnce))
        .execute();
  });
}
