// The books, open or away: whoever needs them gets them or hears that they are not there. They are tried again by themselves, and while
// they cannot be written an alarm stands.
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { type Books, type BooksAt, NewerBooks, openBooks } from '../records/open.ts';
import { type Db, projection } from '../records/tables.ts';

const againAfterMs = 5_000;
const asideName = '.damaged-';

/** The books cannot be read or written now. */
export class BooksAway extends Error {}

export type BooksParts = {
  at: BooksAt;
  /** Says that they are away, and why; undefined: they take what is written. */
  tell(why: string | undefined): void;
  log: Pick<Logger, 'warn' | 'info'>;
};

export class BooksKeeper {
  readonly #parts: BooksParts;
  #books: Books | undefined;
  /** why they could not be opened */
  #away: unknown;
  #opening: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(parts: BooksParts) {
    this.#parts = parts;
  }

  /** Opens them, and goes on trying until it is stopped. Resolves after the first try. */
  open(): Promise<void> {
    this.#opening ??= this.#tryToOpen().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** Asks the books. @throws BooksAway when they are not open, or what the work throws */
  use<T>(work: (db: Db) => Promise<T>): Promise<T> {
    if (this.#books !== undefined) return work(this.#books.db);
    // Of a newer program they are whole: nobody may take them for damaged.
    return Promise.reject(this.#away instanceof NewerBooks ? this.#away : new BooksAway('the books are not open'));
  }

  /** Writes into them: whether that works is what the alarm says. @throws as `use` */
  async write<T>(work: (db: Db) => Promise<T>): Promise<T> {
    try {
      const done = await this.use(work);
      this.#tell(undefined);
      return done;
    } catch (error) {
      this.#tell(String(error));
      throw error;
    }
  }

  /** Empties the projection. A file that is damaged, or could not be opened, is put aside, and a new one begun. @throws when they are away */
  async wipe(): Promise<void> {
    try {
      await this.use((db) => this.#empty(db));
      return;
    } catch (error) {
      if ('url' in this.#parts.at || !isDamaged(error)) throw error;
      this.#parts.log.warn({ error: String(error) }, 'books: the file is damaged');
    }
    await this.#putAside();
    await this.open();
    await this.use((db) => this.#empty(db));
  }

  /** Removes what was put aside: it holds words that may have been erased since. */
  async dropAside(): Promise<void> {
    const { at } = this.#parts;
    if (!('file' in at)) return;
    for (const name of await readdir(dirname(at.file)))
      if (name.startsWith(basename(at.file) + asideName)) await rm(join(dirname(at.file), name));
  }

  /** What was taken out lies in no file any more. */
  async forgetOnDisk(): Promise<void> {
    if ('file' in this.#parts.at) await this.use((db) => sql`pragma wal_checkpoint(truncate)`.execute(db));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#close();
  }

  #tell(why: string | undefined): void {
    if (!this.#stopped) this.#parts.tell(why);
  }

  #empty(db: Db): Promise<void> {
    return db.transaction().execute(async (trx) => {
      if ('url' in this.#parts.at)
        await sql`truncate ${sql.join(projection.map((table) => sql.table(table)))}`.execute(trx);
      else for (const table of projection) await trx.deleteFrom(table).execute();
      await trx.deleteFrom('cursors').where('name', 'like', 'feed/%').execute();
    });
  }

  async #tryToOpen(): Promise<void> {
    if (this.#books !== undefined || this.#stopped) return;
    clearTimeout(this.#timer);
    try {
      this.#books = await openBooks(this.#parts.at);
    } catch (error) {
      this.#away = error;
      this.#tell(String(error));
      this.#parts.log.warn({ error: String(error) }, 'books: not open, they are tried again');
      if (!this.#stopped) this.#timer = setTimeout(() => void this.open(), againAfterMs);
    }
  }

  async #close(): Promise<void> {
    const books = this.#books;
    this.#books = undefined;
    await books?.close().catch((error: unknown) => this.#parts.log.warn({ error: String(error) }, 'books: not closed'));
  }

  async #putAside(): Promise<void> {
    await this.#close();
    if (!('file' in this.#parts.at)) return;
    const { file } = this.#parts.at;
    const aside = `${file}${asideName}${new Date().toISOString().replaceAll(':', '')}`;
    await rename(file, aside).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    for (const part of ['-wal', '-shm']) await rm(`${file}${part}`, { force: true });
    this.#parts.log.info({ aside }, 'books: the damaged file was put aside');
  }
}

const isDamaged = (error: unknown): boolean =>
  error instanceof BooksAway ||
  (error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code)));
