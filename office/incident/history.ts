// The list of what happened: what was asked, found in the books, with names put in from the registry.
import type { Redis } from 'ioredis';
import { iso } from '../../contracts/iso.ts';
import { placeOf } from '../../contracts/office/district.ts';
import type { HistoryFilter, HistoryQuery, HistoryRow } from '../../contracts/office/history.ts';
import type { Place } from '../../contracts/office/place.ts';
import { defined } from '../../contracts/shapes.ts';
import { countFitting, type Found, findIncidents, type Meanings, type Wanted } from '../../records/incident/history.ts';
import type { Db } from '../../records/tables.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { readAllStays, type Stay } from '../../store/stays.ts';
import { meaningsOf } from './meanings.ts';

/** Around the word that was looked for. */
const foundLetters = 40;

/** `called`: residents whose telephone number stands in the question, as the console knows it. */
export type HistoryParts = { db: Db; redis: Redis; district: DistrictRegistry; called?: readonly string[] };

/** Without `books`, which the follower knows. @property shown ids of residents who are named */
export type Page = { incidents: HistoryRow[]; next?: HistoryRow['id']; shown: string[] };

/** What is the same on each page of one question. */
export type Question = { words: readonly Meanings[]; movers: Movers };

export async function askHistory(
  { redis, district, called = [] }: Omit<HistoryParts, 'db'>,
  q = '',
): Promise<Question> {
  const stays = await readAllStays(redis, district.id);
  return { words: meaningsOf(district, { stays, called }, q), movers: livedBefore(district, stays) };
}

export async function readHistoryPage(
  { db, district }: Pick<HistoryParts, 'db' | 'district'>,
  { words, movers }: Question,
  { q: _, limit = 50, ...query }: HistoryQuery,
): Promise<Page> {
  const found = await findIncidents(db, {
    ...wantedOf(query),
    ...defined({ within: district.reach && [...district.reach.courtyards] }),
    district: district.id,
    words,
    limit: limit + 1,
  });
  const here = found.slice(0, limit);
  const incidents = here.map((one) => rowOf(one, district, movers));
  const shown = [...new Set(incidents.flatMap(({ residents }) => residents.map(({ id }) => id)))];
  const last = incidents.at(-1);
  return { incidents, shown, ...(found.length > limit && last ? { next: last.id } : {}) };
}

/** How many incidents a question finds, counted no further than `atMost`. */
export const countHistory = (
  { db, district }: Pick<HistoryParts, 'db' | 'district'>,
  { words }: Question,
  { filter: { q: _, ...filter }, atMost }: { filter: HistoryFilter; atMost: number },
): Promise<number> => countFitting(db, { ...wantedOf(filter), district: district.id, words, atMost });

function wantedOf({
  from,
  until,
  ...rest
}: Omit<HistoryQuery, 'q' | 'limit'>): Omit<Wanted, 'district' | 'words' | 'limit'> {
  return {
    ...defined(rest),
    ...(from === undefined ? {} : { from: Date.parse(from) }),
    ...(until === undefined ? {} : { until: Date.parse(until) }),
  };
}

/** By home: who has moved in or out, and when. */
type Movers = ReadonlyMap<string, { id: string; stay: Stay }[]>;

function livedBefore(district: DistrictRegistry, stays: ReadonlyMap<string, Stay[]>): Movers {
  const movers = new Map<string, { id: string; stay: Stay }[]>();
  for (const [id, all] of stays)
    if (district.residents.has(id))
      for (const stay of all) movers.set(stay.home, [...(movers.get(stay.home) ?? []), { id, stay }]);
  return movers;
}

function rowOf({ incident, came, text }: Found, district: DistrictRegistry, movers: Movers): HistoryRow {
  const {
    acknowledged_at: acknowledgedAt,
    accepted_at: acceptedAt,
    on_scene_at: onSceneAt,
    closed_at: closedAt,
  } = incident;
  const instants = { acknowledgedAt, acceptedAt, onSceneAt, closedAt };
  return {
    id: incident.id as HistoryRow['id'],
    number: incident.number,
    call: incident.call as HistoryRow['call'],
    priority: incident.priority as HistoryRow['priority'],
    state: incident.state,
    openedAt: iso(incident.received_at),
    ...Object.fromEntries(Object.entries(instants).flatMap(([name, ms]) => (ms === null ? [] : [[name, iso(ms)]]))),
    ...defined({ disposition: (incident.disposition ?? undefined) as HistoryRow['disposition'] }),
    presses: incident.presses,
    place: placeIn(incident.home, district),
    residents: residentsAt(incident.home, incident.opened_at, district, movers),
    came: [...new Set(came.map(({ responder }) => responder))].map((id) => ({
      id,
      name: district.responders.get(id)?.name ?? id,
    })),
    ...defined({ found: text === undefined ? undefined : shortened(text) }),
  };
}

/** Without the position: a list is no map. */
function placeIn(home: string | null, district: DistrictRegistry): Place {
  const { position: _, ...place } = placeOf(home ?? undefined, district);
  return place;
}

/** Who lived there then and is still known. */
function residentsAt(
  home: string | null,
  at: number,
  district: DistrictRegistry,
  movers: Movers,
): HistoryRow['residents'] {
  if (home === null) return [];
  const moved = movers.get(home) ?? [];
  const ids = new Set([
    ...district.residentsOf(home).flatMap(({ id }) => (moved.some((one) => one.id === id) ? [] : [id])),
    ...moved.filter(({ stay }) => at >= (stay.from ?? 0) && at < (stay.until ?? Infinity)).map(({ id }) => id),
  ]);
  return [...ids].map((id) => ({ id, name: district.residents.get(id)?.name ?? id }));
}

const shortened = (text: string): string => (text.length > foundLetters ? `${text.slice(0, foundLetters)}…` : text);
