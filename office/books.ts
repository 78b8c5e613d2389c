// The books, open or away: whoever needs them gets them or hears that they are not there. They are tried again by themselves, and while
// they are away an alarm stands.
import { rename, rm } from 'node:fs/promises';
import type { Logger } from 'pino';
import { type Books, type BooksAt, NewerBooks, openBooks } from '../records/open.ts';
import { type Db, projection } from '../records/tables.ts';

const againAfterMs = 5_000;

/** The books cannot be read or written now. */
export class BooksAway extends Error {}

export type BooksParts = {
  at: BooksAt;
  /** Says that they are away, and why; undefined: they are there. */
  tell(why: string | undefined): void;
  log: Pick<Logger, 'warn' | 'info'>;
};

export class BooksKeeper {
  readonly #parts: BooksParts;
  #books: Books | undefined;
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

  /** Works on the books. @throws BooksAway when they are not open, or what the work throws: then they count as away until they answer again */
  async use<T>(work: (db: Db, books: Books) => Promise<T>): Promise<T> {
    const books = this.#books;
    if (books === undefined) throw new BooksAway('the books are not open');
    try {
      const done = await work(books.db, books);
      this.#parts.tell(undefined);
      return done;
    } catch (error) {
      this.#parts.tell(String(error));
      throw error;
    }
  }

  /** Empties the projection. A file that not even that can be done to is put aside, and a new one begun. */
  async wipe(): Promise<void> {
    try {
      await this.use((db) =>
        db.transaction().execute(async (trx) => {
          for (const table of projection) await trx.deleteFrom(table).execute();
        }),
      );
    } catch (error) {
      this.#parts.log.warn({ error: String(error) }, 'books: they could not be emptied');
      await this.#putAside();
      await this.open();
      await this.use((db) => db.selectFrom('incidents').select('id').limit(1).execute());
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#close();
  }

  async #tryToOpen(): Promise<void> {
    if (this.#books !== undefined || this.#stopped) return;
    clearTimeout(this.#timer);
    try {
      this.#books = await openBooks(this.#parts.at);
      this.#parts.tell(undefined);
    } catch (error) {
      this.#parts.tell(error instanceof NewerBooks ? error.message : String(error));
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
    const aside = `${file}.damaged-${new Date().toISOString().replaceAll(':', '')}`;
    await rename(file, aside).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    for (const part of ['-wal', '-shm']) await rm(`${file}${part}`, { force: true });
    this.#parts.log.info({ aside }, 'books: the damaged file was put aside');
  }
}
