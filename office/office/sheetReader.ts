// Reads a spreadsheet in a thread of its own, which is ended when it takes too long or wants too much memory.
import { Worker } from 'node:worker_threads';
import type { SheetRead } from '../../contracts/office/sheet.ts';

const takesAtMostMs = 10_000;
const memoryMb = 256;
const atOnce = 2;

/** `busy`: others are being read. */
export class SheetRefused extends Error {
  readonly code: 'too_large' | 'not_a_sheet' | 'busy';
  constructor(code: SheetRefused['code'], why: string) {
    super(why);
    this.code = code;
  }
}

type Done = { ok: true; value: SheetRead } | { ok: false; code: 'too_large' | 'not_a_sheet'; why: string };

export class SheetReader {
  readonly #script: URL;
  #reading = 0;

  /** @param script the compiled sheetThread.ts */
  constructor(script: URL) {
    this.#script = script;
  }

  /** @throws SheetRefused */
  async read(file: Uint8Array): Promise<SheetRead> {
    if (this.#reading >= atOnce) throw new SheetRefused('busy', 'others are being read');
    this.#reading += 1;
    const worker = new Worker(this.#script, { workerData: file, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
    try {
      return await new Promise<SheetRead>((settle, fail) => {
        const timer = setTimeout(() => fail(new SheetRefused('too_large', 'takes too long')), takesAtMostMs);
        worker.once('message', (done: Done) => {
          clearTimeout(timer);
          if (done.ok) settle(done.value);
          else fail(new SheetRefused(done.code, done.why));
        });
        worker.once('error', (error) => {
          clearTimeout(timer);
          fail(new SheetRefused('too_large', String(error)));
        });
      });
    } finally {
      this.#reading -= 1;
      await worker.terminate();
    }
  }
}
