// The books on both engines: what is written is found, once, in order, and stays what it is. The same sentences for SQLite and PostgreSQL.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { incidentIdOf, type ShardId } from '../contracts/ids.ts';
import { TestPostgres } from '../test/postgres.ts';
import { readCursors } from './cursors.ts';
import { answersWithin, incidentsWithin } from './incident/counted.ts';
import { findIncidents, type Meanings, type Wanted } from './incident/history.ts';
import {
  type IncidentRows,
  idsSince,
  knownStates,
  removeIncidents,
  removeTexts,
  replaceIncidents,
  withTexts,
} from './incident/write.ts';
import { replacePlaces } from './office/places.ts';
import { type Books, type BooksAt, NewerBooks, openBooks } from './open.ts';
import {
  type AuditRead,
  addAudit,
  entryAtPlace,
  findReadings,
  namedOfReading,
  placeOfEntry,
  type ReadingRow,
  readersOf,
  removeAuditBefore,
  type WantedReadings,
} from './session/readings.ts';
import { addAlarms } from './system/alarms.ts';
import type { IncidentTable, LegTable, ReadingTable } from './tables.ts';

const shard = 's04' as ShardId;
const noon = Date.parse('2026-11-29T12:00:00+08:00');
const minute = 60_000;
const idAt = (at: number, n = 0): string => incidentIdOf(`${at}-${n}`, shard);

/** An incident that was pressed so many minutes after noon. */
function incident(minutes: number, more: Partial<IncidentTable> = {}, rest: Partial<IncidentRows> = {}): IncidentRows {
  const at = noon + minutes * minute;
  const id = idAt(at);
  return {
    incident: {
      id,
      district: 'd',
      number: minutes + 1,
      seq: 1,
      state: 'closed',
      call: 'sos',
      priority: 1,
      received_at: at,
      opened_at: at,
      acknowledged_at: null,
      accepted_at: null,
      on_scene_at: null,
      closed_at: at + 10 * minute,
      disposition: 'helped',
      home: null,
      device: null,
      merged_into: null,
      presses: 1,
      reason: null,
      reasoned: 0,
      ...more,
    },
    presses: [],
    commands: [],
    legs: [],
    events: [],
    hops: [],
    texts: {},
    ...rest,
  };
}

function leg(incident: string, name: string, responder: string, more: Partial<LegTable> = {}): LegTable {
  return {
    incident,
    leg: name,
    track: 'grid',
    tier: 0,
    responder,
    need: 'door',
    purpose: 'comes',
    by_hand: 0,
    comes: 1,
    asked: 1,
    offered_at: noon,
    received_at: null,
    accepted_at: null,
    en_route_at: null,
    on_scene_at: null,
    done_at: null,
    declined_at: null,
    ended_at: null,
    answer: 'waiting',
    ...more,
  };
}

const nothing: Meanings = { lived: [], courtyards: [], responders: [], text: '' };
let postgres: TestPostgres;
const folder = mkdtempSync(join(tmpdir(), 'yjt-books-'));
beforeAll(async () => {
  postgres = await TestPostgres.start();
}, 60_000);
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

let made = 0;
const engines: { engine: Books['engine']; place: () => Promise<BooksAt> }[] = [
  { engine: 'sqlite', place: async () => ({ file: join(folder, `${++made}`, 'records.db') }) },
  { engine: 'postgresql', place: async () => ({ url: await postgres.database(`books${++made}`) }) },
];

describe.each(engines)('the books in $engine', ({ place }) => {
  let at: BooksAt;
  let books: Books;
  beforeEach(async () => {
    at = await place();
    books = await openBooks(at);
    return () => books.close();
  });
  const numbers = async (wanted: Partial<Wanted> = {}): Promise<number[]> =>
    (await findIncidents(books.db, { district: 'd', words: [], limit: 50, ...wanted })).map(
      (found) => found.incident.number,
    );

  it('are brought up to date when they are opened, and a second opening changes nothing', async () => {
    await replaceIncidents(books.db, [incident(0)]);
    await books.close();
    books = await openBooks(at);
    expect(await numbers()).toEqual([1]);
  });

  it('of a newer program are left alone', async () => {
    await sql`insert into kysely_migration (name, timestamp) values ('999-of-tomorrow', '2030-01-01')`.execute(
      books.db,
    );
    await expect(openBooks(at)).rejects.toThrow(NewerBooks);
    expect(await numbers()).toEqual([]);
  });

  it('hold an incident once, as it was written last, with all that belongs to it', async () => {
    const first = incident(3, { state: 'open', closed_at: null, disposition: null });
    const { id } = first.incident;
    await replaceIncidents(books.db, [{ ...first, texts: { t1: '摔倒在浴室' }, legs: [leg(id, 'L1', 'wang')] }]);
    await replaceIncidents(
      books.db,
      [incident(3, { seq: 9 }, { legs: [leg(id, 'L1', 'wang', { answer: 'accepted' }), leg(id, 'L2', 'li')] })],
      new Map([['feed/s04', '17']]),
    );
    expect(await numbers()).toEqual([4]);
    expect(await knownStates(books.db, [id, idAt(0)])).toEqual(
      new Map([[id, { seq: 9, state: 'closed', closed_at: noon + 13 * minute }]]),
    );
    const legs = await books.db.selectFrom('legs').select(['leg', 'answer']).orderBy('leg').execute();
    expect(legs).toEqual([
      { leg: 'L1', answer: 'accepted' },
      { leg: 'L2', answer: 'waiting' },
    ]);
    for (const gone of ['texts', 'grams'] as const)
      expect(await books.db.selectFrom(gone).selectAll().execute()).toEqual([]);
    expect(await readCursors(books.db)).toEqual(new Map([['feed/s04', '17']]));
  });

  it('neither write nor move on when one of several cannot be written', async () => {
    const broken = incident(2, { call: null as never });
    await expect(replaceIncidents(books.db, [incident(1), broken], new Map([['feed/s04', '5']]))).rejects.toThrow();
    expect(await numbers()).toEqual([]);
    expect(await readCursors(books.db)).toEqual(new Map());
  });

  it('take a crowd at once: more rows than one statement has room for', async () => {
    const many = Array.from({ length: 2_500 }, (_, n) => incident(n));
    await replaceIncidents(books.db, many);
    expect(await numbers({ limit: 3 })).toEqual([2_500, 2_499, 2_498]);
    await removeIncidents(
      books.db,
      many.map((one) => one.incident.id),
    );
    expect(await numbers()).toEqual([]);
  }, 60_000);

  it('give a page of what is older than an incident, the newest first, in the order of the ids whatever the locale', async () => {
    await replaceIncidents(books.db, [incident(0), incident(1), incident(2), incident(60 * 24 * 400)]);
    expect(await numbers()).toEqual([576_001, 3, 2, 1]);
    expect(await numbers({ before: idAt(noon + 2 * minute), limit: 1 })).toEqual([2]);
    expect(await numbers({ from: noon + minute, until: noon + 2 * minute })).toEqual([2]);
    expect((await idsSince(books.db, noon + 2 * minute)).length).toBe(2);
  });

  it('show nothing of another district', async () => {
    await replaceIncidents(books.db, [incident(0), incident(1, { district: 'e' })]);
    await replaceIncidents(books.db, [incident(2, { district: 'e' }, { texts: { t: '摔倒' } })]);
    expect(await numbers()).toEqual([1]);
    expect(await numbers({ words: [{ ...nothing, text: '摔倒' }] })).toEqual([]);
    expect(await numbers({ words: [{ ...nothing, number: 3 }] })).toEqual([]);
    expect(await withTexts(books.db, 'd')).toEqual([]);
  });

  describe('find', () => {
    beforeEach(async () => {
      await replacePlaces(books.db, 'd', [
        { district: 'd', home: 'h1', courtyard: 'c1', grid: 'g1' },
        { district: 'd', home: 'h2', courtyard: 'c2', grid: 'g1' },
        { district: 'd', home: 'h3', courtyard: 'c3', grid: 'g2' },
      ]);
      const [one, two, three, four] = [0, 1, 2, 3].map((n) => idAt(noon + n * minute)) as [
        string,
        string,
        string,
        string,
      ];
      await replaceIncidents(books.db, [
        incident(
          0,
          { home: 'h1' },
          { texts: { t1: '家属说老人摔倒，已扶起' }, legs: [leg(one, 'L1', 'wang', { accepted_at: noon })] },
        ),
        incident(
          1,
          { home: 'h2', call: 'smoke', state: 'open', disposition: null, closed_at: null },
          {
            legs: [
              leg(two, 'L1', 'li', { accepted_at: noon + 5, comes: 1 }),
              leg(two, 'L2', 'zhao', { accepted_at: noon + 3 }),
              leg(two, 'L3', 'desk', { accepted_at: noon, comes: 0 }),
            ],
          },
        ),
        incident(
          2,
          { home: 'h3', priority: 3, call: 'service', disposition: 'false_alarm' },
          { texts: { t1: 'Gas smell in kitchen', t2: '扶' }, legs: [leg(three, 'L1', 'wang')] },
        ),
        incident(3, { state: 'merged', merged_into: four, home: 'h1' }, { texts: { t9: '倒下又摔了' } }),
      ]);
    });

    it.each([
      { what: 'a kind', wanted: { call: 'smoke' }, is: [2] },
      { what: 'a priority', wanted: { priority: 3 }, is: [3] },
      { what: 'what is open', wanted: { state: 'open' as const }, is: [2] },
      { what: 'what was merged away', wanted: { state: 'merged' as const }, is: [4] },
      { what: 'an outcome', wanted: { disposition: 'false_alarm' }, is: [3] },
      { what: 'a grid', wanted: { grid: 'g1' }, is: [4, 2, 1] },
      { what: 'a courtyard', wanted: { courtyard: 'c3' }, is: [3] },
      { what: 'whoever went there, not who was only asked or has a desk', wanted: { responder: 'wang' }, is: [1] },
      { what: 'no desk', wanted: { responder: 'desk' }, is: [] },
      { what: 'all that is asked together', wanted: { responder: 'zhao', grid: 'g1' }, is: [2] },
    ])('$what', async ({ wanted, is }) => {
      expect(await numbers(wanted)).toEqual(is);
    });

    it.each<{ what: string; word: Partial<Meanings>; is: number[] }>([
      { what: 'a number', word: { number: 2 }, is: [2] },
      { what: 'a word of two characters', word: { text: '摔倒' }, is: [1] },
      { what: 'a word of three', word: { text: '已扶起' }, is: [1] },
      { what: 'one character, in the middle and alone', word: { text: '扶' }, is: [3, 1] },
      { what: 'a word in other letters', word: { text: 'GAS' }, is: [3] },
      { what: 'no word that nobody wrote', word: { text: '中风' }, is: [] },
      { what: 'nothing for a word that is nothing', word: { text: '' }, is: [] },
      { what: 'where somebody lives', word: { lived: [{ home: 'h1' }] }, is: [4, 1] },
      {
        what: 'where somebody lived, while they did',
        word: { lived: [{ home: 'h1', until: noon + minute }] },
        is: [1],
      },
      { what: 'and since they did', word: { lived: [{ home: 'h1', from: noon + minute }] }, is: [4] },
      { what: 'a courtyard', word: { courtyards: ['c2', 'c3'] }, is: [3, 2] },
      { what: 'whoever was asked', word: { responders: ['li'] }, is: [2] },
      { what: 'whatever one word may mean', word: { number: 2, text: '摔倒', responders: ['wang'] }, is: [3, 2, 1] },
    ])('$what', async ({ word, is }) => {
      expect(await numbers({ words: [{ ...nothing, ...word }] })).toEqual(is);
    });

    it('what fits every word', async () => {
      const words = [
        { ...nothing, responders: ['wang'] },
        { ...nothing, text: '摔倒' },
      ];
      expect(await numbers({ words })).toEqual([1]);
    });

    it('the text in which a word stands, and who came, in the order of their yes', async () => {
      const [smoke] = await findIncidents(books.db, { district: 'd', words: [{ ...nothing, number: 2 }], limit: 1 });
      expect(smoke?.came.map(({ responder }) => responder)).toEqual(['zhao', 'li']);
      const [fall] = await findIncidents(books.db, {
        district: 'd',
        words: [{ ...nothing, text: '老人摔' }],
        limit: 1,
      });
      expect(fall?.text).toBe('家属说老人摔倒，已扶起');
    });

    it('no word of a text that was taken out, and the incident all the same', async () => {
      await removeTexts(books.db, [idAt(noon)]);
      expect(await numbers({ words: [{ ...nothing, text: '摔倒' }] })).toEqual([]);
      expect(await numbers()).toEqual([4, 3, 2, 1]);
    });

    it('what figures are made of: a stretch, of one grid, with how those who were asked answered', async () => {
      const stretch = { district: 'd', from: noon, until: noon + 3 * minute };
      expect((await incidentsWithin(books.db, stretch)).map(({ number, grid }) => [number, grid])).toEqual([
        [1, 'g1'],
        [2, 'g1'],
        [3, 'g2'],
      ]);
      expect((await incidentsWithin(books.db, { ...stretch, grid: 'g2' })).map(({ number }) => number)).toEqual([3]);
      const answers = await answersWithin(books.db, { ...stretch, grid: 'g1' });
      expect(answers.map(({ responder }) => responder).sort()).toEqual(['desk', 'li', 'wang', 'zhao']);
    });
  });

  it('keep an alarm once, however often its entry is read', async () => {
    const alarm = { entry: '5-0', at: noon, change: 'raised' as const, code: 'disk_low', subject: '', since: noon };
    await addAlarms(books.db, [alarm], '5-0');
    await addAlarms(books.db, [alarm, { ...alarm, entry: '6-0', change: 'cleared' }], '6-0');
    expect(
      (await books.db.selectFrom('alarms').selectAll().orderBy('entry').execute()).map(({ change }) => change),
    ).toEqual(['raised', 'cleared']);
    expect((await readCursors(books.db)).get('alarms')).toBe('6-0');
  });
});

describe.each(engines)('the access log in $engine', ({ place }) => {
  let books: Books;
  beforeEach(async () => {
    books = await openBooks(await place());
    return () => books.close();
  });
  /** An entry so many minutes after noon. */
  const reading = (minutes: number, residents: string[], more: Partial<ReadingTable> = {}, n = 0): ReadingRow => {
    const at = noon + minutes * minute;
    const entry = placeOfEntry(`${at}-${n}`);
    const row = { district: 'd', entry, at, actor: 'zhou', role: 'officer', what: 'card', purpose: null, reason: null };
    return { reading: { ...row, incident: null, ...more }, residents };
  };
  const add = (readings: ReadingRow[], more: Partial<AuditRead> = {}) =>
    addAudit(books.db, {
      district: 'd',
      readings,
      dutyChanges: [],
      keyMoves: [],
      reviews: [],
      readers: [{ district: 'd', actor: 'zhou', name: '周敏' }],
      upTo: `${noon}-0`,
      ...more,
    });
  const minutesOf = async (wanted: Partial<WantedReadings> = {}): Promise<number[]> =>
    (await findReadings(books.db, { district: 'd', limit: 50, ...wanted })).map(({ at }) => (at - noon) / minute);

  it('has an entry once, however often it is read, and the place up to which it was read with it', async () => {
    await add([reading(0, ['a'])]);
    await add([reading(0, ['a']), reading(1, ['a', 'b'])], { upTo: `${noon}-1` });
    expect(await minutesOf()).toEqual([1, 0]);
    expect((await books.db.selectFrom('shown').selectAll().execute()).length).toBe(3);
    expect((await readCursors(books.db)).get('audit/d')).toBe(`${noon}-1`);
  });

  it('has neither an entry nor the place when one of several cannot be written', async () => {
    await expect(add([reading(0, ['a']), reading(1, ['b'], { what: null as never })])).rejects.toThrow();
    expect(await minutesOf()).toEqual([]);
    expect(await books.db.selectFrom('shown').selectAll().execute()).toEqual([]);
    expect(await readCursors(books.db)).toEqual(new Map());
  });

  it('finds whom it was about, with what showed everybody; and who looked, by the name that they had last', async () => {
    await add([
      reading(0, ['a']),
      reading(1, ['*'], { what: 'export' }),
      reading(2, ['b', 'c'], { actor: 't1', role: 'community', purpose: 'administration' }),
      reading(3, ['a'], { district: 'e' }),
    ]);
    await add([], {
      readers: [
        { district: 'd', actor: 't1', name: '刘' },
        { district: 'd', actor: 't1', name: '刘主任' },
      ],
    });
    expect(await minutesOf({ resident: 'a' })).toEqual([1, 0]);
    expect(await minutesOf({ resident: 'nobody' })).toEqual([1]);
    expect(await minutesOf({ by: '刘主任' })).toEqual([2]);
    expect(await minutesOf({ by: '刘' })).toEqual([]);
    expect(await minutesOf({ named: { residents: ['a'], names: ['刘主任'] } })).toEqual([2, 0]);
    expect(await minutesOf({ named: { residents: [], names: [] } })).toEqual([]);
    expect(await minutesOf({ what: 'export' })).toEqual([1]);
    expect(await minutesOf({ from: noon + minute, until: noon + 2 * minute })).toEqual([1]);
  });

  it('is paged without a gap in the order in which they were shown, also within one millisecond', async () => {
    const same = Array.from({ length: 12 }, (_, n) => reading(1, ['a'], {}, n));
    await add([reading(0, ['a']), ...same]);
    const found: string[] = [];
    for (let before: WantedReadings['before']; ; ) {
      const page = await findReadings(books.db, { district: 'd', limit: 5, ...(before ? { before } : {}) });
      found.push(...page.map(({ entry }) => entryAtPlace(entry)));
      before = page.at(-1);
      if (page.length < 5) break;
    }
    expect(found.map((entry) => Number(entry.split('-')[1]))).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0]);
  });

  it('names whoever was looked for among the first of a crowd', async () => {
    const crowd = Array.from({ length: 300 }, (_, n) => `r${String(n).padStart(3, '0')}`);
    await add([reading(0, crowd)]);
    const [found] = await findReadings(books.db, { district: 'd', resident: 'r299', limit: 1 });
    expect(found?.shown).toBe(300);
    expect(found?.residents).toHaveLength(namedOfReading);
    expect(found?.residents[0]).toBe('r299');
  });

  it('loses what is too old, and the names of those of whom nothing is left', async () => {
    const [old] = [noon + minute];
    await add([reading(0, ['a'], { actor: 'gone' }), reading(2, ['a'])], {
      dutyChanges: [
        { district: 'd', entry: '1', at: noon, responder: 'w', change: 'on', actor: 'w', role: 'responder' },
        { district: 'd', entry: '2', at: old, responder: 'w', change: null, actor: 'w', role: 'responder' },
      ],
      readers: ['gone', 'zhou', 'w'].map((actor) => ({ district: 'd', actor, name: actor })),
    });
    await removeAuditBefore(books.db, old);
    expect(await minutesOf()).toEqual([2]);
    expect(await minutesOf({ resident: 'a' })).toEqual([2]);
    expect((await books.db.selectFrom('duty_changes').select('entry').execute()).map(({ entry }) => entry)).toEqual([
      '2',
    ]);
    expect((await readersOf(books.db, 'd')).map(({ actor }) => actor)).toEqual(['w', 'zhou']);
    expect((await readCursors(books.db)).get('audit/d')).toBe(`${noon}-0`);
  });
});

describe('books that cannot be used', () => {
  it('are refused: a file that is none, a server that is away', async () => {
    const file = join(folder, 'none.db');
    writeFileSync(
      file,
      'this is not a database, whatever its name says; it is long enough to look like one'.repeat(200),
    );
    await expect(openBooks({ file })).rejects.toThrow();
    await expect(openBooks({ url: 'postgresql://nobody@127.0.0.1:1/none' })).rejects.toThrow();
  });
});
