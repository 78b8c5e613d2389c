// The thread that reads one file and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { readTable } from './readSheet.ts';
import type { SheetOrder } from './sheetReader.ts';
import { Unreadable } from './unreadable.ts';

const { file, ...about } = workerData as SheetOrder;
readTable(file, about).then(
  (value) => parentPort?.postMessage({ ok: true, value }),
  (error: unknown) =>
    parentPort?.postMessage({
      ok: false,
      code: error instanceof Unreadable ? error.code : 'not_a_sheet',
      why: String(error),
    }),
);
