// Finding incidents: what fits, the newest first. Ids sort by time, so a page is what lies before an id, and a stretch of time is a
// stretch of ids.
import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import { plainText } from '../../contracts/asWritten.ts';
import { timeIn } from '../../contracts/ids.ts';
import { orNone, reachingBeyond } from '../homesIn.ts';
import type { Db, IncidentTable, LegTable, Tables } from '../tables.ts';
import { gramsOf } from './grams.ts';

/** Somebody's home, while they lived there (ms). */
export type Lived = { home: string; from?: number; until?: number };

/** What one word that was typed may mean: any of it must fit. */
export type Meanings = {
  number?: number;
  lived: readonly Lived[];
  courtyards: readonly string[];
  responders: readonly string[];
  /** stands in a text */
  text: string;
};

/** All that is given must fit. @property from, until ms of the press, `until` excluded */
export type Wanted = {
  district: string;
  /** each must fit */
  words: readonly Meanings[];
  from?: number;
  until?: number;
  call?: string;
  priority?: number;
  state?: IncidentTable['state'];
  disposition?: string;
  grid?: string;
  courtyard?: string;
  /** only what happened in these courtyards: so far rights reach */
  within?: readonly string[];
  responder?: string;
  /** an incident: only what is older */
  before?: string;
  limit: number;
};

export type Found = {
  incident: IncidentTable;
  /** who goes or went to the door, in the order of their yes */
  came: Pick<LegTable, 'responder' | 'accepted_at'>[];
  /** the text in which one of the words stands */
  text?: string;
};

type Query = ExpressionBuilder<Tables, 'incidents'>;

/** Incidents that fit, the newest first, at most `limit`. */
export async function findIncidents(db: Db, wanted: Wanted): Promise<Found[]> {
  const grams = await gramsIn(db, wanted.words);
  const incidents = await db
    .selectFrom('incidents')
    .selectAll()
    .where((query) => query.and(conditions(db, query, wanted, grams)))
    .orderBy('id', 'desc')
    .limit(wanted.limit)
    .execute();
  const ids = incidents.map(({ id }) => id);
  const [came, texts] = [await comingTo(db, ids), await textsWith(db, ids, wanted.words)];
  return incidents.map((incident) => {
    const text = texts.get(incident.id);
    return { incident, came: came.get(incident.id) ?? [], ...(text === undefined ? {} : { text }) };
  });
}

/** How many fit, counted no further than `atMost`. */
export async function countFitting(
  db: Db,
  { atMost, ...wanted }: Omit<Wanted, 'before' | 'limit'> & { atMost: number },
): Promise<number> {
  const grams = await gramsIn(db, wanted.words);
  const some = db
    .selectFrom('incidents')
    .select('id')
    .where((query) => query.and(conditions(db, query, { ...wanted, limit: atMost }, grams)))
    .limit(atMost)
    .as('some');
  const { n } = await db.selectFrom(some).select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow();
  return Number(n);
}

async function gramsIn(db: Db, words: Wanted['words']): Promise<Map<Meanings, readonly string[]>> {
  const grams = new Map<Meanings, readonly string[]>();
  for (const word of words) grams.set(word, await rarestFirst(db, gramsOf(word.text)));
  return grams;
}

function conditions(
  db: Db,
  query: Query,
  wanted: Wanted,
  grams: ReadonlyMap<Meanings, readonly string[]>,
): ReturnType<Query>[] {
  const { district, words, from, until, grid, courtyard, within, responder, before } = wanted;
  const all = [query('district', '=', district)];
  if (from !== undefined) all.push(query('id', '>=', timeIn(from)));
  if (until !== undefined) all.push(query('id', '<', timeIn(until)));
  if (before !== undefined) all.push(query('id', '<', before));
  for (const field of ['call', 'priority', 'state', 'disposition'] as const) {
    const value = wanted[field];
    if (value !== undefined) all.push(query(field, '=', value as never));
  }
  if (grid !== undefined) all.push(at(query, district, 'grid', [grid]));
  if (courtyard !== undefined) all.push(at(query, district, 'courtyard', [courtyard]));
  if (within !== undefined) {
    all.push(at(query, district, 'courtyard', orNone(within)));
    all.push(query('id', 'not in', reachingBeyond(db, district, within)));
  }
  if (responder !== undefined) all.push(query('id', 'in', goneTo(query, responder)));
  for (const word of words)
    all.push(query('id', 'in', meaning(query, { district, any: word, grams: grams.get(word) ?? [] })));
  return all as ReturnType<Query>[];
}

const at = (query: Query, district: string, column: 'grid' | 'courtyard', ids: readonly string[]) =>
  query(
    'home',
    'in',
    query.selectFrom('places').select('home').where('places.district', '=', district).where(column, 'in', ids),
  );

/** Said yes to going there. */
const goneTo = (query: Query, responder: string) =>
  ofResponders(query, [responder]).where('comes', '=', 1).where('accepted_at', 'is not', null);

const ofResponders = (query: Query, responders: readonly string[]) =>
  query.selectFrom('legs').select('incident as id').where('responder', 'in', responders);

/** SQLite puts at most 500 questions together. */
const rangesAtMost = 400;

/** Each meaning by an index of its own, put together: a table that is looked through for one rare word takes a second. */
function meaning(
  query: Query,
  { district, any, grams }: { district: string; any: Meanings; grams: readonly string[] },
) {
  const ids = () => query.selectFrom('incidents as i').select('i.id').where('i.district', '=', district);
  const settled = any.lived
    .filter(({ from, until }) => from === undefined && until === undefined)
    .map(({ home }) => home);
  const moved = any.lived.filter(({ from, until }) => from !== undefined || until !== undefined).slice(0, rangesAtMost);
  const each = [
    ...(any.number === undefined ? [] : [ids().where('i.number', '=', any.number)]),
    ...(settled.length === 0 ? [] : [ids().where('i.home', 'in', settled)]),
    ...moved.map(({ home, from, until }) => {
      const there = ids().where('i.home', '=', home);
      const since = from === undefined ? there : there.where('i.id', '>=', timeIn(from));
      return until === undefined ? since : since.where('i.id', '<', timeIn(until));
    }),
    ...(any.courtyards.length === 0
      ? []
      : [
          ids().where('i.home', 'in', (inner) =>
            inner
              .selectFrom('places')
              .select('home')
              .where('places.district', '=', district)
              .where('courtyard', 'in', any.courtyards),
          ),
        ]),
    ...(any.responders.length === 0 ? [] : [ofResponders(query, any.responders)]),
    ...withGrams(query, grams),
  ];
  const [first = ids().where(sql<SqlBool>`false`), ...further] = each as ReturnType<typeof ids>[];
  return further.reduce((sum, one) => sum.union(one) as typeof sum, first);
}

/** Incidents with a text that has all these pairs: of a word of three and more that is nearly always the word itself. */
function withGrams(query: Query, [first, ...further]: readonly string[]) {
  if (first === undefined) return [];
  const start = query.selectFrom('grams as g').select('g.incident as id');
  // One character stands in many pairs: those that begin with it, and the ends of texts are left.
  if (further.length === 0 && [...first].length === 1)
    return [start.where('g.gram', '>=', first).where('g.gram', '<', `${first}\u{10ffff}`).distinct()];
  const withAll = further.reduce(
    (sum, gram) =>
      sum.where((one) =>
        one.exists(
          one
            .selectFrom('grams as o')
            .select('o.gram')
            .where('o.gram', '=', gram)
            .whereRef('o.incident', '=', 'g.incident'),
        ),
      ),
    start.where('g.gram', '=', first),
  );
  return [withAll];
}

/** So far a pair is counted to tell rare ones from frequent ones. */
const countedAtMost = 5_000;

/** The pair that stands in the fewest incidents first: those are looked through for the others. */
async function rarestFirst(db: Db, grams: readonly string[]): Promise<readonly string[]> {
  if (grams.length < 2) return grams;
  const counts = new Map<string, number>();
  for (const gram of grams) {
    const some = db.selectFrom('grams').select('gram').where('gram', '=', gram).limit(countedAtMost).as('some');
    const { n } = await db.selectFrom(some).select(sql<number>`count(*)`.as('n')).executeTakeFirstOrThrow();
    counts.set(gram, Number(n));
  }
  return [...grams].sort((a, b) => (counts.get(a) ?? 0) - (counts.get(b) ?? 0));
}

async function comingTo(db: Db, ids: readonly string[]): Promise<Map<string, Found['came']>> {
  const found = new Map<string, Found['came']>();
  if (ids.length === 0) return found;
  const rows = await db
    .selectFrom('legs')
    .select(['incident', 'responder', 'accepted_at'])
    .where('incident', 'in', ids)
    .where('comes', '=', 1)
    .where('accepted_at', 'is not', null)
    .orderBy('incident')
    .orderBy('accepted_at')
    .orderBy('leg')
    .execute();
  for (const { incident, ...leg } of rows) found.set(incident, [...(found.get(incident) ?? []), leg]);
  return found;
}

async function textsWith(db: Db, ids: readonly string[], words: readonly Meanings[]): Promise<Map<string, string>> {
  const wanted = words.map(({ text }) => plainText(text)).filter((text) => text !== '');
  if (ids.length === 0 || wanted.length === 0) return new Map();
  const rows = await db
    .selectFrom('texts')
    .select(['incident', 'text'])
    .where('incident', 'in', ids)
    .orderBy('text_id')
    .execute();
  return new Map(
    rows
      .filter(({ text }) => wanted.some((one) => plainText(text).includes(one)))
      .map((row) => [row.incident, row.text]),
  );
}
