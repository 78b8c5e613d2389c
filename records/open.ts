// Opens the books: a file of SQLite, or a server of PostgreSQL, brought up to what this program knows.
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  Kysely,
  Migrator,
  PostgresDialect,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely';
import Database from 'libsql';
import { Pool, types } from 'pg';
import { type Engine, migrationsFor } from './migrations.ts';
import type { Db, Tables } from './tables.ts';

export type { Engine } from './migrations.ts';
/** `file`: of SQLite; `url`: `postgresql://…`. */
export type BooksAt = { file: string } | { url: string };
export type Books = { db: Db; engine: Engine; close(): Promise<void> };

/** Another process may be writing: a backup, a report. */
const waitsMs = 5_000;
/** A server that does not answer must not hold up the process for ever. */
const answersWithinMs = 30_000;
const hangsAfterMs = 40_000;
const connectionsAtMost = 4;
const statementsKept = 300;
const int8 = 20;

/** The books were written by a newer program. */
export class NewerBooks extends Error {}

/** @throws NewerBooks; anything else: they are away, or damaged */
export async function openBooks(at: BooksAt): Promise<Books> {
  const engine: Engine = 'file' in at ? 'sqlite' : 'postgresql';
  const db = 'file' in at ? await openFile(at.file) : openServer(at.url);
  try {
    if (engine === 'sqlite') await setUp(db);
    await bringUpToDate(db, engine);
  } catch (error) {
    await db.destroy().catch(() => undefined); // why it could not be opened says more
    throw error;
  }
  return { db, engine, close: () => db.destroy() };
}

async function openFile(file: string): Promise<Db> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await (await open(file, 'a', 0o600)).close(); // for its owner alone, and so is what SQLite lays beside it
  const database = keepingStatements(new Database(file, { timeout: waitsMs }));
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
}

/** Fails for a file that is none of SQLite's: whoever opened it closes it then. */
async function setUp(db: Db): Promise<void> {
  await sql`pragma journal_mode = wal`.execute(db);
  await sql`pragma synchronous = full`.execute(db);
  await sql`pragma secure_delete = on`.execute(db); // what is taken out is overwritten
  await sql`pragma cache_size = -65536`.execute(db);
}

/**
 * Uses a statement again instead of preparing it anew: one that is thrown away is freed only when V8 happens to clean up, and what it holds
 * outside of V8's heap does not make it do so (13 GB were seen after half a million incidents).
 */
function keepingStatements(database: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare: (text) => {
      const statement = kept.get(text) ?? (database.prepare(text) as unknown as SqliteStatement);
      kept.delete(text);
      kept.set(text, statement); // the one used last stands last
      const [oldest] = kept.keys();
      if (kept.size > statementsKept && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}

function openServer(url: string): Db {
  // Instants are whole numbers well below 2^53.
  const parsers = {
    getTypeParser: (oid: number, format?: never) => (oid === int8 ? Number : types.getTypeParser(oid, format)),
  };
  const pool = new Pool({
    connectionString: url,
    max: connectionsAtMost,
    connectionTimeoutMillis: waitsMs,
    statement_timeout: answersWithinMs,
    query_timeout: hangsAfterMs, // a server that hangs ends nothing by itself
    keepAlive: true,
    types: parsers as typeof types,
  });
  pool.on('error', () => undefined); // an idle connection went: the next question opens another, and says if it cannot
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

async function bringUpToDate(db: Db, engine: Engine): Promise<void> {
  const known = migrationsFor(engine);
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  if (error instanceof Error && error.message.includes('corrupted migrations'))
    throw new NewerBooks(`the books are of a newer program (${error.message}); start that one`);
  throw error;
}
