// Books of every earlier version, opened by this one: nothing that is in them is lost, and what is new works. On both engines.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kysely, Migrator, PostgresDialect, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentIdOf, type ShardId } from '../contracts/ids.ts';
import { TestPostgres } from '../test/postgres.ts';
import { suspectsOf } from './device/suspects.ts';
import { lastWorked, noteTests } from './device/tests.ts';
import { commandsOf } from './incident/commands.ts';
import { handledWithin, incidentsWithin, pressesWithin } from './incident/counted.ts';
import { replaceIncidents } from './incident/write.ts';
import { type Engine, migrationsFor } from './migrations.ts';
import { type Books, type BooksAt, openBooks } from './open.ts';
import { addAudit, placeOfEntry, removeAuditBefore, reviewsWithin } from './session/readings.ts';
import type { Tables } from './tables.ts';

const shard = 's04' as ShardId;
const noon = Date.parse('2026-11-29T12:00:00+08:00');
const minute = 60_000;
const day = { district: 'd', from: noon - 12 * 60 * minute, until: noon + 12 * 60 * minute };
const idAt = (at: number): string => incidentIdOf(`${at}-0`, shard);

let postgres: TestPostgres;
const folder = mkdtempSync(join(tmpdir(), 'yjt-upgrade-'));
beforeAll(async () => {
  postgres = await TestPostgres.start();
}, 60_000);
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

let made = 0;
const engines: { engine: Engine; place: () => Promise<BooksAt> }[] = [
  {
    engine: 'sqlite',
    place: async () => {
      const own = join(folder, `${++made}`);
      mkdirSync(own);
      return { file: join(own, 'records.db') };
    },
  },
  { engine: 'postgresql', place: async () => ({ url: await postgres.database(`old${++made}`) }) },
];

/** Books as an earlier version left them, with an incident in them. */
async function oldBooks(at: BooksAt, engine: Engine, upTo: string): Promise<void> {
  const dialect =
    'file' in at
      ? new SqliteDialect({ database: new Database(at.file) as never })
      : new PostgresDialect({ pool: new Pool({ connectionString: at.url }) });
  const db = new Kysely<Tables>({ dialect });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrationsFor(engine) } });
  const { error } = await migrator.migrateTo(upTo);
  if (error) throw error;
  for (const [n, reasoned] of [true, false].entries()) {
    const at = noon + n * minute;
    const id = idAt(at);
    await sql`insert into incidents (id, district, number, seq, state, call, priority, received_at, opened_at, presses)
      values (${id}, 'd', ${n + 1}, 3, 'closed', 'sos', 1, ${at}, ${at}, 1)`.execute(db);
    await sql`insert into presses (incident, n, press, device, kind, received_at, times)
      values (${id}, 0, 'p', 'btn-1', 'sos', ${at}, 1)`.execute(db);
    await sql`insert into events (incident, seq, at, type, ${sql.ref('by')})
      values (${id}, 1, ${at}, 'acknowledged', 'officer/周敏')`.execute(db);
    if (reasoned)
      await sql`insert into events (incident, seq, at, type, ${sql.ref('by')})
        values (${id}, 2, ${at}, 'reason_given', 'officer/周敏')`.execute(db);
  }
  await sql`insert into cursors (name, value) values ('feed/s04', '17')`.execute(db);
  await db.destroy();
}

describe.each(engines)('books in $engine', ({ engine, place }) => {
  it.each(Object.keys(migrationsFor(engine)))(
    'of the version that ended with %s are opened with all that is in them',
    async (upTo) => {
      const at = await place();
      await oldBooks(at, engine, upTo);
      const books = await openBooks(at);
      try {
        const incidents = await incidentsWithin(books.db, day);
        const isOlder = upTo < '004';
        // That a reason was given is told by the events that were there; later versions write it themselves.
        expect(incidents.map(({ number, reasoned }) => [number, reasoned])).toEqual(
          isOlder
            ? [
                [1, 1],
                [2, 0],
              ]
            : [
                [1, 0],
                [2, 0],
              ],
        );
        expect(await commandsOf(books.db, { district: 'd', incident: idAt(noon) })).toEqual([]);
        expect(await lastWorked(books.db, { district: 'd', devices: ['btn-1', 'btn-2'] })).toEqual(
          new Map([['btn-1', noon + minute]]),
        );
        expect((await books.db.selectFrom('cursors').selectAll().execute()).map(({ value }) => value)).toEqual(['17']);
      } finally {
        await books.close();
      }
    },
  );

  describe('that are new', () => {
    const withBooks = async (work: (books: Books) => Promise<void>): Promise<void> => {
      const books = await openBooks(await place());
      try {
        await work(books);
      } finally {
        await books.close();
      }
    };
    const incident = (n: number, more: object = {}) => {
      const [at, id] = [noon + n * minute, idAt(noon + n * minute)];
      return {
        incident: {
          ...{ id, district: 'd', number: n, seq: 1, state: 'closed' as const, call: 'sos', priority: 1 },
          ...{ received_at: at, opened_at: at, acknowledged_at: null, accepted_at: null, on_scene_at: null },
          ...{ closed_at: at, disposition: 'helped', home: null, device: 'btn-1', merged_into: null },
          ...{ presses: 2, reason: null, reasoned: 0, ...more },
        },
        presses: [0, 1].map((k) => ({
          ...{ incident: id, n: k, press: `p${k}`, device: 'btn-1', kind: 'sos', times: 5 },
          received_at: at + k,
        })),
        events: ['周敏', '陈刚'].map((name, k) => ({
          ...{ incident: id, seq: k + 1, at, type: 'acknowledged', by: `officer/${name}`, leg: null },
        })),
        commands: ['applied' as const, 'refused' as const].map((outcome, k) => ({
          ...{ incident: id, order_id: `zhou/${k}`, at: at + k, command: 'acknowledge', by: 'officer/周敏' },
          ...{ actor: 'zhou', outcome, code: outcome === 'refused' ? 'already_acknowledged' : null },
        })),
        ...{ legs: [], hops: [], texts: {} },
      };
    };

    it('hold each order once, the refused ones too, and lose them with their incident', () =>
      withBooks(async ({ db }) => {
        await replaceIncidents(db, [incident(0)]);
        await replaceIncidents(db, [incident(0), incident(1)]);
        const orders = await commandsOf(db, { district: 'd', incident: idAt(noon) });
        expect(orders.map(({ order_id, outcome, code }) => [order_id, outcome, code])).toEqual([
          ['zhou/0', 'applied', null],
          ['zhou/1', 'refused', 'already_acknowledged'],
        ]);
        await replaceIncidents(db, [{ ...incident(0), commands: [] }]);
        expect(await commandsOf(db, { district: 'd', incident: idAt(noon) })).toEqual([]);
      }));

    it('count presses and who acknowledged first, of what is counted alone', () =>
      withBooks(async ({ db }) => {
        const apart = [{ state: 'merged' }, { disposition: 'test' }, { disposition: 'drill' }];
        await replaceIncidents(db, [incident(0), ...apart.map((more, n) => incident(n + 1, more))]);
        expect(await pressesWithin(db, day)).toEqual([noon, noon + 1]);
        expect(await pressesWithin(db, { ...day, until: noon + 1 })).toEqual([noon]); // what comes later is of another day
        expect(await handledWithin(db, day)).toEqual([{ incident: idAt(noon), by: 'officer/周敏' }]);
      }));

    it('know when a button last worked: the latest test or press, in whatever order they are told', () =>
      withBooks(async ({ db }) => {
        const tests = [5, 3, 4].map((n) => ({ district: 'd', device: 'btn-2', at: noon + n }));
        await noteTests(db, tests);
        await noteTests(db, [{ district: 'd', device: 'btn-1', at: noon - 1 }]);
        await replaceIncidents(db, [incident(0)]);
        const worked = await lastWorked(db, { district: 'd', devices: ['btn-1', 'btn-2', 'btn-3'] });
        expect([...worked].sort()).toEqual([
          ['btn-1', noon + 1],
          ['btn-2', noon + 5],
        ]);
        expect(await lastWorked(db, { district: 'other', devices: ['btn-2'] })).toEqual(new Map());
      }));

    it('know which devices seem to press by themselves: three calls and more that were a false alarm lately', () =>
      withBooks(async ({ db }) => {
        const ended = (n: number, disposition: string) => incident(n, { state: 'closed', disposition });
        await replaceIncidents(db, [ended(0, 'false_alarm'), ended(1, 'false_alarm'), ended(2, 'helped')]);
        const suspects = (now: number) => suspectsOf(db, { district: 'd', now });
        expect(await suspects(noon + minute)).toEqual(new Map());
        await replaceIncidents(db, [ended(3, 'false_alarm')]);
        expect([...(await suspects(noon + minute)).values()]).toEqual([3]);
        expect(await suspects(noon + 31 * 24 * 60 * minute)).toEqual(new Map());
        expect(await suspectsOf(db, { district: 'other', now: noon })).toEqual(new Map());
      }));

    it('have each finding once, the newest first, and lose it when it is too old', () =>
      withBooks(async ({ db }) => {
        const review = (n: number) => ({
          ...{ district: 'd', entry: placeOfEntry(`${noon + n}-0`), at: noon + n, incident: idAt(noon) },
          ...{ verdict: n === 0 ? 'good' : 'improve', actor: 'admin', role: 'administrator' },
        });
        const read = { district: 'd', readings: [], dutyChanges: [], keyMoves: [], readers: [], upTo: '1-0' };
        await addAudit(db, { ...read, reviews: [review(0)] });
        await addAudit(db, { ...read, reviews: [review(0), review(1)] });
        expect((await reviewsWithin(db, day)).map(({ verdict }) => verdict)).toEqual(['improve', 'good']);
        await removeAuditBefore(db, noon + 1);
        expect((await reviewsWithin(db, day)).map(({ verdict }) => verdict)).toEqual(['improve']);
      }));
  });
});
