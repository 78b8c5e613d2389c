// Hands what takes long to the worker, and gives up on what takes too long: a thread that hangs is ended, and the next task gets another.
import { Worker } from 'node:worker_threads';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { BooksAt } from '../../records/open.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { Busy } from '../busy.ts';
import type { Sheet } from '../office/sheet.ts';
import type { CountTask, Done, Task } from './worker.ts';

const takesAtMostMs = 60_000;
const waitAtMost = 20;
const memoryMb = 512;

/** What the thread needs to count a stretch of a district: it has no registry. @param stretch ms, `until` excluded */
export function taskOf(
  { id, bundle, reach }: DistrictRegistry,
  stretch: Pick<CountTask, 'from' | 'until' | 'grid'>,
): Omit<CountTask, 'kind'> {
  const { district, grids, responders } = bundle;
  return {
    ...stretch,
    ...(reach === undefined ? {} : { courtyards: [...reach.courtyards] }),
    district: id,
    timeZone: district.timeZone,
    grids: namesOf(grids),
    responders: namesOf(responders),
  };
}

const namesOf = (all: readonly { id: string; name: string }[]): Record<string, string> =>
  Object.fromEntries(all.map(({ id, name }) => [id, name]));

type Waiting = { settle: (value: unknown) => void; fail: (error: Error) => void; timer: NodeJS.Timeout };

export class Reports {
  readonly #at: BooksAt;
  readonly #script: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #last = 0;

  /** @param script the compiled worker.ts */
  constructor(at: BooksAt, script: URL) {
    this.#at = at;
    this.#script = script;
  }

  /** @throws Busy, or what the worker says */
  count(task: Omit<CountTask, 'kind'>): Promise<FiguresAnswer> {
    return this.#give({ kind: 'count', ...task }) as Promise<FiguresAnswer>;
  }

  /** @returns the file @throws as `count` */
  sheet(sheet: Sheet): Promise<Uint8Array> {
    return this.#give({ kind: 'sheet', sheet }) as Promise<Uint8Array>;
  }

  async stop(): Promise<void> {
    await this.#end(new Error('the office ends'));
  }

  #give(task: Task): Promise<unknown> {
    if (this.#waiting.size >= waitAtMost) return Promise.reject(new Busy());
    const id = ++this.#last;
    return new Promise((settle, fail) => {
      const timer = setTimeout(() => void this.#end(new Error('a report took too long')), takesAtMostMs);
      this.#waiting.set(id, { settle, fail, timer });
      this.#open().postMessage({ id, task });
    });
  }

  #open(): Worker {
    if (this.#worker) return this.#worker;
    const worker = new Worker(this.#script, {
      workerData: this.#at,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    worker.on('message', (done: Done) => this.#done(done));
    worker.on('error', (error) => {
      if (worker === this.#worker) void this.#end(error); // one that was ended says no more
    });
    this.#worker = worker;
    return worker;
  }

  #done(done: Done): void {
    const waiting = this.#waiting.get(done.id);
    if (!waiting) return;
    this.#waiting.delete(done.id);
    clearTimeout(waiting.timer);
    if (done.ok) waiting.settle(done.value);
    else waiting.fail(new Error(done.why));
  }

  async #end(why: Error): Promise<void> {
    const [worker, all] = [this.#worker, [...this.#waiting.values()]];
    this.#worker = undefined;
    this.#waiting.clear();
    for (const { fail, timer } of all) {
      clearTimeout(timer);
      fail(why);
    }
    await worker?.terminate();
  }
}
