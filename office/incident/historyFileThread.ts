// The thread that gathers and writes one workbook of history and ends: a piece at a time, each when it is asked for.
import { parentPort, workerData } from 'node:worker_threads';
import type { HistoryFilter } from '../../contracts/office/history.ts';
import { type BooksAt, openBooks } from '../../records/open.ts';
import { DistrictRegistry } from '../../store/district.ts';
import { workbookPieces } from '../office/workbook.ts';
import { historyTable, xlsxRowsAtMost } from './export.ts';
import { countHistory, type Question } from './history.ts';

/** What the thread needs: it has no registry. @property question of `filter`, as the registry understands it */
export type HistoryFileOrder = {
  at: BooksAt;
  bundle: DistrictRegistry['bundle'];
  shard: DistrictRegistry['shard'];
  question: Question;
  filter: HistoryFilter;
  language: 'zh' | 'en';
};
/** `begun`: the first, with whom the file shows. `full`: a sheet has no room for all of it, and nothing else follows. */
export type Told =
  | { kind: 'begun'; shown: readonly string[] }
  | { kind: 'full' }
  | { kind: 'piece'; piece: Uint8Array }
  | { kind: 'end' }
  | { kind: 'failed'; why: string };

const tell = (told: Told): void => parentPort?.postMessage(told);

async function* written({
  at,
  bundle,
  shard,
  question,
  filter,
  language,
}: HistoryFileOrder): AsyncGenerator<Told, void> {
  const { db, close } = await openBooks(at);
  try {
    const district = new DistrictRegistry(bundle, shard);
    const found = await countHistory({ db, district }, question, { filter, atMost: xlsxRowsAtMost + 1 });
    if (found > xlsxRowsAtMost) return yield { kind: 'full' };
    const asked = { question, filter, language, rowsAtMost: xlsxRowsAtMost };
    const { name, head, lines, shown } = await historyTable({ books: { use: (work) => work(db) }, district }, asked);
    yield { kind: 'begun', shown };
    for await (const piece of workbookPieces(name, head, lines)) yield { kind: 'piece', piece };
    yield { kind: 'end' };
  } finally {
    await close();
  }
}

const pieces = written(workerData as HistoryFileOrder);
parentPort?.on('message', () => {
  pieces.next().then(
    ({ value }) => value && tell(value),
    (error: unknown) => tell({ kind: 'failed', why: String(error) }),
  );
});
