// Reads a file in a thread of its own, which is ended when it takes too long or wants too much memory.
import type { CalendarRead, SheetRead } from '../../contracts/office/sheet.ts';
import { inThread } from '../inThread.ts';
import type { Unreadable } from './unreadable.ts';

const takesAtMostMs = 10_000;
const memoryMb = 256;
const atOnce = 2;

/** `busy`: others are being read. */
export class SheetRefused extends Error {
  readonly code: Unreadable['code'] | 'busy';
  constructor(code: SheetRefused['code'], why: string) {
    super(why);
    this.code = code;
  }
}

/** `timeZone`: of the district; `now`: ms. */
export type SheetOrder = { file: Uint8Array; timeZone: string; now: number };
type Read = SheetRead | CalendarRead;
type Done = { ok: true; value: Read } | { ok: false; code: Unreadable['code']; why: string };

export class SheetReader {
  readonly #script: URL;
  #reading = 0;

  /** @param script the compiled sheetThread.ts */
  constructor(script: URL) {
    this.#script = script;
  }

  /** @throws SheetRefused */
  async read(order: SheetOrder): Promise<Read> {
    if (this.#reading >= atOnce) throw new SheetRefused('busy', 'others are being read');
    this.#reading += 1;
    try {
      const done = await inThread<Done>(this.#script, order, { withinMs: takesAtMostMs, memoryMb }).catch(
        (error: unknown) => {
          throw new SheetRefused('too_large', String(error));
        },
      );
      if (!done.ok) throw new SheetRefused(done.code, done.why);
      return done.value;
    } finally {
      this.#reading -= 1;
    }
  }
}
