// What figures are made of: the instants of every incident of a stretch of time, its presses, and how those who were asked answered.
import type { ExpressionBuilder } from 'kysely';
import { timeIn } from '../../contracts/ids.ts';
import { practised } from '../../contracts/terms.ts';
import { orNone } from '../homesIn.ts';
import type { Db, IncidentTable, LegTable, Tables } from '../tables.ts';

export type Counted = Pick<
  IncidentTable,
  | 'id'
  | 'number'
  | 'state'
  | 'call'
  | 'priority'
  | 'received_at'
  | 'acknowledged_at'
  | 'accepted_at'
  | 'on_scene_at'
  | 'closed_at'
  | 'disposition'
  | 'device'
  | 'reason'
  | 'reasoned'
> & {
  /** where its home lies now; null for one that no home is known of */
  grid: string | null;
};

/** @property from, until ms, `until` excluded @property courtyards only what happened in these; absent: anywhere */
export type Stretch = { district: string; from: number; until: number; grid?: string; courtyards?: readonly string[] };

const within = (db: Db, { district, from, until, grid, courtyards }: Stretch) => {
  const rows = db
    .selectFrom('incidents')
    .leftJoin('places', (join) =>
      join.onRef('places.home', '=', 'incidents.home').onRef('places.district', '=', 'incidents.district'),
    )
    .where('incidents.district', '=', district)
    .where('incidents.id', '>=', timeIn(from))
    .where('incidents.id', '<', timeIn(until));
  const there = courtyards === undefined ? rows : rows.where('places.courtyard', 'in', orNone(courtyards));
  return grid === undefined ? there : there.where('places.grid', '=', grid);
};

/** The incidents of a stretch, oldest first. */
export function incidentsWithin(db: Db, stretch: Stretch): Promise<Counted[]> {
  return within(db, stretch)
    .select([
      'incidents.id',
      'number',
      'state',
      'call',
      'priority',
      'received_at',
      'acknowledged_at',
      'accepted_at',
      'on_scene_at',
      'closed_at',
      'disposition',
      'device',
      'reason',
      'reasoned',
      'places.grid',
    ])
    .orderBy('incidents.id')
    .execute();
}

export type Answered = Pick<LegTable, 'responder' | 'answer' | 'offered_at' | 'accepted_at' | 'declined_at'>;

/** How those who were asked in a stretch answered. */
export function answersWithin(db: Db, stretch: Stretch): Promise<Answered[]> {
  return within(db, stretch)
    .innerJoin('legs', 'legs.incident', 'incidents.id')
    .where('incidents.state', '<>', 'merged')
    .where(wasReal)
    .select(['responder', 'answer', 'offered_at', 'legs.accepted_at', 'declined_at'])
    .execute();
}

const wasReal = (query: ExpressionBuilder<Pick<Tables, 'incidents'>, 'incidents'>) =>
  query.or([query('incidents.disposition', 'is', null), query('incidents.disposition', 'not in', [...practised])]);

/** When each press of a stretch came, of those incidents that are counted, oldest first: the load that somebody had to carry. */
export async function pressesWithin(db: Db, stretch: Stretch): Promise<number[]> {
  const rows = await within(db, stretch)
    .innerJoin('presses', 'presses.incident', 'incidents.id')
    .where('incidents.state', '<>', 'merged')
    .where(wasReal)
    .where('presses.received_at', '<', stretch.until)
    .select('presses.received_at')
    .orderBy('presses.received_at')
    .execute();
  return rows.map(({ received_at }) => received_at);
}

/** Who acknowledged an incident first. */
export type Handled = { incident: string; by: string };

/** Who acknowledged the incidents of a stretch, by the order of their ids. */
export async function handledWithin(db: Db, stretch: Stretch): Promise<Handled[]> {
  const rows = await within(db, stretch)
    .innerJoin('events', 'events.incident', 'incidents.id')
    .where('events.type', '=', 'acknowledged')
    .where('incidents.state', '<>', 'merged')
    .where(wasReal)
    .select(['incidents.id as incident', 'events.by'])
    .orderBy('incidents.id')
    .orderBy('events.seq')
    .execute();
  const first = new Map<string, Handled>();
  for (const row of rows) if (!first.has(row.incident)) first.set(row.incident, row);
  return [...first.values()];
}

export type Closed = Pick<IncidentTable, 'id' | 'number' | 'received_at' | 'call'>;

/** The latest incidents of a district that are closed and were no test or drill, at most so many; and how many there are since `from` (ms). */
export async function closedLately(
  db: Db,
  { district, from, atMost }: { district: string; from: number; atMost: number },
): Promise<{ incidents: Closed[]; total: number }> {
  const rows = db
    .selectFrom('incidents')
    .where('district', '=', district)
    .where('id', '>=', timeIn(from))
    .where('state', '=', 'closed')
    .where(wasReal);
  const incidents = await rows
    .select(['id', 'number', 'received_at', 'call'])
    .orderBy('id', 'desc')
    .limit(atMost)
    .execute();
  if (incidents.length < atMost) return { incidents, total: incidents.length };
  const { n } = await rows.select(({ fn }) => fn.countAll().as('n')).executeTakeFirstOrThrow();
  return { incidents, total: Number(n) };
}
