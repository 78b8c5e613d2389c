// Books that cannot be opened: whole ones of a newer program are left alone, damaged ones are begun anew, and trying again costs nothing.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NewerBooks, openBooks } from '../records/open.ts';
import { BooksKeeper } from './books.ts';

let folder: string;
let file: string;
let keeper: BooksKeeper;
const told: (string | undefined)[] = [];
const log = { warn: () => undefined, info: () => undefined };
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yjt-books-'));
  file = join(folder, 'records.db');
  told.length = 0;
  keeper = new BooksKeeper({ at: { file }, tell: (why) => told.push(why), log });
});
afterEach(async () => {
  await keeper.stop();
  rmSync(folder, { recursive: true, force: true });
});
const garbage = 'no database, whatever its name says. '.repeat(2_000);
const openFiles = (): number => readdirSync('/proc/self/fd').length;

describe('the books of a newer program', () => {
  it('are not put aside by whoever wants them made anew', async () => {
    const books = await openBooks({ file });
    await sql`insert into kysely_migration (name, timestamp) values ('999-of-tomorrow', '2030-01-01')`.execute(
      books.db,
    );
    await books.close();
    const before = readFileSync(file);
    await keeper.open();
    expect(told.at(-1)).toContain('newer program');
    await expect(keeper.wipe()).rejects.toThrow(NewerBooks);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe('books that are damaged', () => {
  it('are put aside and begun anew, and what was put aside goes when all is well', async () => {
    writeFileSync(file, garbage);
    await keeper.open();
    expect(told.at(-1)).toBeDefined();
    await keeper.wipe();
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toHaveLength(1);
    expect(await keeper.use((db) => db.selectFrom('incidents').selectAll().execute())).toEqual([]);
    await keeper.dropAside();
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });

  it('hold no file open, however often they are tried', async () => {
    writeFileSync(file, garbage);
    await expect(openBooks({ file })).rejects.toThrow();
    const before = openFiles();
    for (let n = 0; n < 50; n++) await expect(openBooks({ file })).rejects.toThrow();
    expect(openFiles()).toBeLessThan(before + 10);
  });
});
