// What figures are made of: the instants of every incident of a stretch of time, and how those who were asked answered.
import { timeIn } from '../../contracts/ids.ts';
import type { Db, IncidentTable, LegTable } from '../tables.ts';

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
> & {
  /** where its home lies now; null for one that no home is known of */
  grid: string | null;
};

/** @property from, until ms, `until` excluded */
export type Stretch = { district: string; from: number; until: number; grid?: string };

const within = (db: Db, { district, from, until, grid }: Stretch) => {
  const rows = db
    .selectFrom('incidents')
    .leftJoin('places', (join) =>
      join.onRef('places.home', '=', 'incidents.home').onRef('places.district', '=', 'incidents.district'),
    )
    .where('incidents.district', '=', district)
    .where('incidents.id', '>=', timeIn(from))
    .where('incidents.id', '<', timeIn(until));
  return grid === undefined ? rows : rows.where('places.grid', '=', grid);
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
    .where((query) =>
      query.or([query('incidents.disposition', 'is', null), query('incidents.disposition', '<>', 'test')]),
    )
    .select(['responder', 'answer', 'offered_at', 'legs.accepted_at', 'declined_at'])
    .execute();
}
