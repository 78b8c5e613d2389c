// Where homes lie now: by grid and courtyard what happened is found and counted.
import { piecesOf } from '../pieces.ts';
import type { Db, PlaceTable } from '../tables.ts';

/** Replaces the places of a district. */
export async function replacePlaces(db: Db, district: string, places: readonly PlaceTable[]): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('places').where('district', '=', district).execute();
    for (const some of piecesOf(places)) await trx.insertInto('places').values(some).execute();
  });
}
