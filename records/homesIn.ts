// Homes by the courtyards in which they lie, for questions that end where somebody's rights end (docs/decisions/041).
import type { Db } from './tables.ts';

/** PostgreSQL knows no empty list: nothing has this id. */
export const orNone = (ids: readonly string[]): readonly string[] => (ids.length > 0 ? ids : ['']);

/** The homes that lie in these courtyards now, as a question within another. */
export const homesIn = (db: Db, district: string, courtyards: readonly string[]) =>
  db.selectFrom('places').select('home').where('district', '=', district).where('courtyard', 'in', orNone(courtyards));

/**
 * Incidents that hold the call of a home elsewhere: what is said of them may be about that home. As a question within another.
 * @param courtyards those within
 */
export const reachingBeyond = (db: Db, district: string, courtyards: readonly string[]) =>
  db
    .selectFrom('incidents as absorbed')
    .select((of) => of.ref('absorbed.merged_into').$notNull().as('id'))
    .where('absorbed.district', '=', district)
    .where('absorbed.merged_into', 'is not', null)
    .where((of) =>
      of.or([of('absorbed.home', 'is', null), of('absorbed.home', 'not in', homesIn(db, district, courtyards))]),
    );
