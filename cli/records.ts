// The books of the office from a terminal: up to when they are, and made anew.
import { setTimeout as wait } from 'node:timers/promises';
import { Type } from 'typebox';
import { HistoryAnswer } from '../contracts/office/history.ts';
import type { Answer } from './commands.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';

const path = '/api/v1/office/books';
const Books = HistoryAnswer.properties.books;
const askEveryMs = 500;

export async function showRecords({ system, say, when }: Session): Promise<Answer> {
  const books = await call(system(), path, Books);
  return { json: books, text: say.records[books.state](books.until === undefined ? '' : when(books.until)) };
}

/** Makes them anew and says when they are current. It takes as long as there is to read; what is asked meanwhile finds less. */
export async function rebuildRecords(session: Session): Promise<Answer> {
  const at = session.system();
  await call(at, `${path}/rebuild`, Type.Object({}), {});
  while ((await call(at, path, Books)).state === 'rebuilding') await wait(askEveryMs);
  const answer = await showRecords(session);
  return { ...answer, failed: (answer.json as { state: string }).state !== 'current' };
}
