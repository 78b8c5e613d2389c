// The thread that reads one file and ends.
import { parentPort, workerData } from 'node:worker_threads';
import { readTable, Unreadable } from './readSheet.ts';

readTable(workerData as Uint8Array).then(
  (value) => parentPort?.postMessage({ ok: true, value }),
  (error: unknown) =>
    parentPort?.postMessage({
      ok: false,
      code: error instanceof Unreadable ? error.code : 'not_a_sheet',
      why: String(error),
    }),
);
