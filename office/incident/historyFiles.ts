// Workbooks of history, each gathered and written by a thread of its own: the questions of others do not wait behind a million lines, and whoever leaves
// ends it.
import { Readable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { DistrictRegistry } from '../../store/district.ts';
import { Busy } from '../busy.ts';
import type { HistoryFileOrder, Told } from './historyFileThread.ts';

const atOnce = 2;
const memoryMb = 256;
/** For the next piece: counting and the first lines take longest. */
const waitsAtMostMs = 60_000;
/** That nobody takes the next piece: they hold a place that others wait for. */
const idleAtMostMs = 120_000;

/** More incidents than a sheet has lines. */
export class SheetFull extends Error {}

export class HistoryFiles {
  readonly #script: URL;
  #writing = 0;

  /** @param script the compiled historyFileThread.ts */
  constructor(script: URL) {
    this.#script = script;
  }

  /** @returns the workbook, read as it is taken, and whom it shows @throws Busy, SheetFull, or what the thread says */
  async begin(order: HistoryFileOrder): Promise<{ shown: readonly string[]; file: Readable }> {
    if (this.#writing >= atOnce) throw new Busy();
    this.#writing += 1;
    const worker = new Worker(this.#script, {
      workerData: order,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    worker.on('exit', () => {
      this.#writing -= 1;
    });
    worker.on('error', () => undefined); // whoever waits for a piece hears it
    try {
      const told = await nextOf(worker);
      if (told.kind === 'full') throw new SheetFull();
      if (told.kind !== 'begun') throw new Error(`the thread begins with ${told.kind}`);
      return { shown: told.shown, file: fileFrom(worker) };
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  }
}

/** Ends its thread whichever way it ends itself: read to its end, left, or never begun. */
function fileFrom(worker: Worker): Readable {
  const file = new Readable({
    read: () => {
      idle.refresh();
      nextOf(worker).then(
        (told) => file.push(told.kind === 'piece' ? told.piece : null),
        (error: Error) => file.destroy(error),
      );
    },
    destroy: (error, done) => {
      clearTimeout(idle);
      worker.terminate().finally(() => done(error));
    },
  });
  const idle = setTimeout(() => file.destroy(new Error('nobody takes the file')), idleAtMostMs);
  return file;
}

/** Asks for the next and waits for it. @throws when the thread failed, ended, or takes too long */
function nextOf(worker: Worker): Promise<Told> {
  return new Promise((settle, fail) => {
    const timer = setTimeout(() => done(() => fail(new Error('a workbook took too long'))), waitsAtMostMs);
    const onTold = (told: Told): void =>
      done(() => (told.kind === 'failed' ? fail(new Error(told.why)) : settle(told)));
    const onError = (error: Error): void => done(() => fail(error));
    const onExit = (): void => done(() => fail(new Error('the thread has ended')));
    worker.on('message', onTold).on('error', onError).on('exit', onExit).postMessage('next');
    function done(then: () => void): void {
      clearTimeout(timer);
      worker.off('message', onTold).off('error', onError).off('exit', onExit);
      then();
    }
  });
}

/** What rows are made of, and no telephone number: a thread is given no more of persons than its file shows. */
export function bundleForRows({ bundle }: DistrictRegistry): DistrictRegistry['bundle'] {
  return {
    ...bundle,
    ...{ roads: [], blocks: [], devices: [], shifts: [], leaves: [], swaps: [], servicePoints: [] },
    residents: bundle.residents.map(({ phone: _, ...one }) => ({ ...one, contacts: [] })),
    responders: bundle.responders.map(({ phone: _, ...one }) => one),
  };
}
