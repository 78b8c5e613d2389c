// Previews of a policy: the incidents of the last month, one after another through a thread of its own. A run has a bound on how many, how long
// and how much memory; what has been found by then stands. It can be stopped, and is forgotten after a while.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import { ulid } from 'ulid';
import type { IncidentId } from '../../contracts/ids.ts';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import { type PolicyPreview, previewed } from '../../contracts/office/planned.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import { type Closed, closedLately } from '../../records/incident/counted.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { type History, readStory } from '../../store/history.ts';
import type { BooksKeeper } from '../books.ts';
import { Busy } from '../busy.ts';
import { type Compared, changesOf, countsOf } from './previewCounts.ts';
import type { PreviewTask } from './previewThread.ts';

const takesAtMostMs = 120_000;
const memoryMb = 256;
const atOnce = 2;
/** A result can be asked for as long as that. */
const keptMs = 600_000;
const keptAtMost = 20;
const dayMs = 24 * 3_600_000;

export type PreviewParts = {
  redis: History['redis'];
  archive: ArchiveReader;
  books: BooksKeeper;
  /** the compiled previewThread.ts */
  script: URL;
  log: Pick<Logger, 'warn'>;
  now(): number;
};

type Run = {
  district: DistrictRegistry;
  state: PolicyPreview['state'];
  total: number;
  incidents: readonly Closed[];
  compared: Compared[];
  worker: Worker;
  endedAt: number | undefined;
};

export class Previews {
  readonly #parts: PreviewParts;
  readonly #runs = new Map<string, Run>();

  constructor(parts: PreviewParts) {
    this.#parts = parts;
  }

  /** @returns the name of the run @throws Busy, BooksAway */
  async begin(district: DistrictRegistry, policy: Policy): Promise<string> {
    const { books, now } = this.#parts;
    const from = now() - previewed.days * dayMs;
    const lately = { district: district.id, from, atMost: previewed.incidents };
    const { incidents, total } = await books.use((db) => closedLately(db, lately));
    this.#forget();
    const running = [...this.#runs.values()].filter(({ state }) => state === 'running').length;
    if (running >= atOnce) throw new Busy();
    const task: PreviewTask = { documents: documentsOf(district), policy };
    const worker = new Worker(this.#parts.script, {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
    });
    const run: Run = { district, state: 'running', total, incidents, compared: [], worker, endedAt: undefined };
    const id = ulid(now());
    this.#runs.set(id, run);
    worker.on('error', (error) => this.#end(run, 'failed', error));
    void this.#compare(run).then(
      () => this.#end(run, 'done'),
      (error: unknown) => this.#end(run, 'failed', error),
    );
    return id;
  }

  /** @returns undefined when there is none, or it is another district's */
  read(id: string, { id: district }: DistrictRegistry): PolicyPreview | undefined {
    const run = this.#runs.get(id);
    return run?.district.id === district ? previewOf(run) : undefined;
  }

  /** @returns as `read` */
  stop(id: string, district: DistrictRegistry): PolicyPreview | undefined {
    const run = this.#runs.get(id);
    if (run?.district.id !== district.id) return undefined;
    this.#end(run, 'stopped');
    return previewOf(run);
  }

  stopAll(): void {
    for (const run of this.#runs.values()) this.#end(run, 'stopped');
  }

  async #compare(run: Run): Promise<void> {
    const end = performance.now() + takesAtMostMs;
    const { redis, archive } = this.#parts;
    const { district } = run;
    for (const { id, number, received_at: at, call } of run.incidents) {
      if (run.state !== 'running') return;
      const story = await readStory({ redis, archive }, district.shard, id as IncidentId);
      if (!story) continue; // its archive file is gone
      const tracks = await this.#decided(run, story.events, end - performance.now());
      if (tracks === undefined) return; // what was compared until now stands
      run.compared.push({ incident: id, number, at, call, tracks });
    }
  }

  /** @returns undefined when there is no time left, or it was stopped */
  async #decided(run: Run, events: IncidentEvent[], leftMs: number): Promise<Compared['tracks'] | undefined> {
    if (leftMs <= 0 || run.state !== 'running') return undefined;
    const waits = new AbortController();
    const timer = setTimeout(() => waits.abort(), leftMs);
    const ended = (): void => waits.abort();
    run.worker.once('exit', ended);
    try {
      run.worker.postMessage(events);
      const [tracks] = (await once(run.worker, 'message', { signal: waits.signal })) as [Compared['tracks']];
      return tracks;
    } catch (error) {
      if (waits.signal.aborted) return undefined;
      throw error;
    } finally {
      clearTimeout(timer);
      run.worker.off('exit', ended);
    }
  }

  #end(run: Run, state: PolicyPreview['state'], why?: unknown): void {
    if (run.state !== 'running') return;
    run.state = state;
    run.endedAt = this.#parts.now();
    if (why !== undefined) this.#parts.log.warn({ error: String(why) }, 'office: a preview of a policy failed');
    void run.worker.terminate();
  }

  #forget(): void {
    const old = this.#parts.now() - keptMs;
    const ended = [...this.#runs].filter(([, { endedAt }]) => endedAt !== undefined);
    const tooMany = ended.length - keptAtMost;
    for (const [i, [id, { endedAt = 0 }]] of ended.entries()) if (i < tooMany || endedAt < old) this.#runs.delete(id);
  }
}

function previewOf({ state, district, incidents, compared, total }: Run): PolicyPreview {
  const names = new Map(district.bundle.responders.map(({ id, name }) => [id, name]));
  return {
    state,
    days: previewed.days,
    compared: compared.length,
    of: incidents.length,
    total,
    grid: countsOf(compared, 'grid'),
    health: countsOf(compared, 'health'),
    changes: changesOf(compared, (id) => names.get(id) ?? id),
  };
}

/** What decides who is asked; no resident, no door. */
function documentsOf({ bundle }: DistrictRegistry): PreviewTask['documents'] {
  const { district, grids, roads, courtyards, responders, shifts, leaves, swaps, policy } = bundle;
  const homes = bundle.homes.map(({ id, courtyard, building, position }) => ({
    ...{ id, courtyard, building },
    ...(position ? { position } : {}),
  }));
  return { district, grids, roads, courtyards, responders, shifts, leaves, swaps, policy, homes };
}
