// What was ordered about an incident, refused orders too.
import { homesIn, reachingBeyond } from '../homesIn.ts';
import type { CommandTable, Db } from '../tables.ts';

/** The orders of an incident of a district, as they were decided. @param within only if it happened in one of these courtyards */
export function commandsOf(
  db: Db,
  { district, incident, within }: { district: string; incident: string; within?: readonly string[] },
): Promise<CommandTable[]> {
  const orders = db
    .selectFrom('commands')
    .innerJoin('incidents', 'incidents.id', 'commands.incident')
    .where('incidents.district', '=', district)
    .where('commands.incident', '=', incident);
  const there =
    within === undefined
      ? orders
      : orders
          .where('incidents.home', 'in', homesIn(db, district, within))
          .where('incidents.id', 'not in', reachingBeyond(db, district, within));
  return there.selectAll('commands').orderBy('at').orderBy('order_id').execute();
}
