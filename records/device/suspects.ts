// Devices that seem to press by themselves: their calls were closed again and again as a false alarm. Counted, never acted on: a press is a press.
import type { Db } from '../tables.ts';

const withinMs = 30 * 24 * 3_600_000;
/** Twice may be a child in the room. */
const atLeast = 3;

/** How many calls of each such device of a district were closed as a false alarm in the last 30 days. @param now ms */
export async function suspectsOf(
  db: Db,
  { district, now }: { district: string; now: number },
): Promise<Map<string, number>> {
  const found = await db
    .selectFrom('incidents')
    .innerJoin('presses', 'presses.incident', 'incidents.id')
    .select(({ fn }) => ['presses.device', fn.count('incidents.id').distinct().as('calls')])
    .where('incidents.district', '=', district)
    .where('incidents.state', '=', 'closed')
    .where('incidents.disposition', '=', 'false_alarm')
    .where('incidents.received_at', '>=', now - withinMs)
    .groupBy('presses.device')
    .having(({ fn }) => fn.count('incidents.id').distinct(), '>=', atLeast)
    .execute();
  return new Map(found.map(({ device, calls }) => [device, Number(calls)]));
}
