// A thread of its own for what takes long: months are counted and sheets are written where no question waits behind them.
import { parentPort, workerData } from 'node:worker_threads';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import { defined } from '../../contracts/shapes.ts';
import { answersWithin, handledWithin, incidentsWithin, pressesWithin } from '../../records/incident/counted.ts';
import { type BooksAt, openBooks } from '../../records/open.ts';
import { type Sheet, sheetOf } from '../office/sheet.ts';
import { figuresOf } from './figures.ts';

/** Names come along: the thread has no registry. */
export type CountTask = {
  kind: 'count';
  district: string;
  from: number;
  until: number;
  timeZone: string;
  grid?: string;
  /** as far as rights reach; absent: everywhere */
  courtyards?: readonly string[];
  grids: Readonly<Record<string, string>>;
  responders: Readonly<Record<string, string>>;
};
export type SheetTask = { kind: 'sheet'; sheet: Sheet };
export type Task = CountTask | SheetTask;
export type Done = { id: number } & ({ ok: true; value: FiguresAnswer | Uint8Array } | { ok: false; why: string });

const at = workerData as BooksAt;
/** Opened at each task: the books may have been put aside meanwhile. */
async function count({
  district,
  from,
  until,
  timeZone,
  grid,
  courtyards,
  grids,
  responders,
}: CountTask): Promise<FiguresAnswer> {
  const books = await openBooks(at);
  try {
    const stretch = { district, from, until, ...defined({ grid, courtyards }) };
    const counted = {
      incidents: await incidentsWithin(books.db, stretch),
      answers: await answersWithin(books.db, stretch),
      presses: await pressesWithin(books.db, stretch),
      ...(grid === undefined && courtyards === undefined ? { handled: await handledWithin(books.db, stretch) } : {}),
    };
    return figuresOf(counted, {
      from,
      until,
      timeZone,
      gridName: (id) => grids[id],
      responderName: (id) => responders[id] ?? id,
      now: Date.now(),
    });
  } finally {
    await books.close();
  }
}

parentPort?.on('message', ({ id, task }: { id: number; task: Task }) => {
  const value: Promise<FiguresAnswer | Uint8Array> = task.kind === 'count' ? count(task) : sheetOf(task.sheet);
  value.then(
    (done) => parentPort?.postMessage({ id, ok: true, value: done } satisfies Done),
    (error: unknown) => parentPort?.postMessage({ id, ok: false, why: String(error) } satisfies Done),
  );
});
