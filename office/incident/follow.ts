// Follows the feed into the books: exactly once, because an incident is written whole together with the place up to which all is
// known. After any absence it goes on from that place, or goes through everything where the feed no longer reaches so far.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shardOfIncident } from '../../contracts/ids.ts';
import { pressedBy } from '../../contracts/incident/inputs.ts';
import { readResult } from '../../contracts/incident/result.ts';
import { readCursors, setCursor } from '../../records/cursors.ts';
import { noteTests } from '../../records/device/tests.ts';
import { idsSince } from '../../records/incident/write.ts';
import type { Db, DeviceTestTable } from '../../records/tables.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import { feedReaches, type Numbered } from '../../store/feed.ts';
import { feedEnds, type Positions, startTail, type Tail } from '../../store/tail.ts';
import type { BooksKeeper } from '../books.ts';
import { bringIn } from './everything.ts';
import { project, togetherAtMost } from './project.ts';

/** Edges note what they did a moment after the decision: an incident is written once more when they have. */
const onceMoreAfterMs = 20_000;
const lookEveryMs = 5_000;
/** And those of so long before it began, for what was noted while nobody followed. */
const lookedBackMs = 24 * 3_600_000;

export type FollowParts = {
  redis: Redis;
  /** a connection of its own: it waits on the feed */
  blocking: Redis;
  archive: ArchiveReader;
  books: BooksKeeper;
  log: Pick<Logger, 'warn' | 'info' | 'error'>;
  now(): number;
  /** The district of a shard that a device belongs to, as the registry says it now. */
  districtOf(shard: ShardId, device: string): string | undefined;
  /** Called before everything is gone through: what the registry adds to the books. */
  beforeAll(db: Db): Promise<void>;
};

/** `until`: everything decided before is in the books (ms); undefined while that is not known. */
export type Following = { until: number | undefined; state: 'current' | 'catching_up' | 'rebuilding' };

/** What a press was recorded as that shows that the button works, and opens nothing. */
const tries: ReadonlySet<string> = new Set(['test', 'checkin']);

const cursorOf = (shard: ShardId): string => `feed/${shard}`;

export class Follower {
  readonly #parts: FollowParts;
  /** incidents by when they were written last (ms), and their shard */
  readonly #lately = new Map<string, { shard: ShardId; at: number }>();
  readonly #timer: NodeJS.Timeout;
  #until: number | undefined;
  #rebuilding: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #tail: Tail;
  #stopped = false;

  /** Begins. */
  constructor(parts: FollowParts) {
    this.#parts = parts;
    this.#tail = this.#follow();
    this.#timer = setInterval(() => void this.inTurn(() => this.#onceMore()), lookEveryMs);
  }

  get state(): Following {
    const until = this.#until;
    return { until, state: this.#rebuilding ? 'rebuilding' : until === undefined ? 'catching_up' : 'current' };
  }

  /** Empties the books and makes them anew. Resolves when they are as they were. */
  rebuild(): Promise<void> {
    this.#rebuilding ??= this.#anew().finally(() => {
      this.#rebuilding = undefined;
    });
    return this.#rebuilding;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearInterval(this.#timer);
    this.#tail.stop();
    await this.#turn;
  }

  #follow(): Tail {
    const { redis, blocking, log } = this.#parts;
    return startTail({
      redis,
      blocking,
      log,
      name: 'office',
      gapless: true,
      catchUp: () => this.inTurn(() => this.#catchUp()),
      take: (news) => this.inTurn(() => this.#take(news)),
    });
  }

  /** One at a time: what writes an incident may not meet another that does. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined); // whoever asked hears it
    return done;
  }

  /** From where the books stand in each shard; a shard whose feed no longer reaches so far is gone through. */
  async #catchUp(): Promise<Positions> {
    const { redis, archive, books, log, now, beforeAll } = this.#parts;
    this.#until = undefined;
    await books.open();
    const asked = now();
    const positions = await books.write(async (db) => {
      await beforeAll(db);
      const cursors = await readCursors(db);
      const from: Positions = new Map();
      const unknown = new Set<ShardId>();
      for (const [shard, end] of await feedEnds(redis)) {
        const reached = Number(cursors.get(cursorOf(shard)) ?? -1);
        if (reached >= 0 && reached <= end && (await feedReaches(redis, shard, reached))) {
          from.set(shard, reached);
          continue;
        }
        from.set(shard, end);
        unknown.add(shard);
      }
      if (unknown.size > 0) {
        const written = await bringIn({ db, redis, archive, log }, unknown);
        for (const shard of unknown) await setCursor(db, cursorOf(shard), String(from.get(shard)));
        if (written > 0) log.info({ written }, 'office: the books were brought up to date');
      }
      for (const id of await idsSince(db, asked - lookedBackMs))
        this.#lately.set(id, { shard: shardOfIncident(id) as ShardId, at: 0 });
      await setCursor(db, 'alive', String(asked)); // that they can be read says nothing of whether they can be written
      return from;
    });
    this.#until = asked;
    return positions;
  }

  async #take(news: readonly Numbered[]): Promise<void> {
    const { redis, archive, books, now, log } = this.#parts;
    const asked = now();
    for (const [shard, { incidents, number }] of byShard(news))
      await books.write(async (db) => {
        // Before the place in the feed is written: a test that is noted twice is there once.
        await noteTests(db, this.#testsIn(shard, news));
        const ids = [...incidents];
        for (let at = 0; at < ids.length || at === 0; at += togetherAtMost) {
          const isLast = at + togetherAtMost >= ids.length;
          const cursors = new Map(isLast ? [[cursorOf(shard), String(number)]] : []);
          await project({ db, redis, archive, log }, shard, ids.slice(at, at + togetherAtMost), cursors);
        }
        for (const id of ids) this.#lately.set(id, { shard, at: asked });
      });
    this.#until = asked;
  }

  /** Presses that were a test or a check-in are in no incident: the feed alone tells of them. */
  #testsIn(shard: ShardId, news: readonly Numbered[]): DeviceTestTable[] {
    return news.flatMap(({ shard: of, entry: { input } }) => {
      const device = of === shard && input ? pressedBy(input.key) : undefined;
      const result = device === undefined || !input ? undefined : readResult(input.result);
      if (device === undefined || result?.outcome !== 'recorded' || !tries.has(result.what)) return [];
      const district = this.#parts.districtOf(shard, device);
      return district === undefined ? [] : [{ district, device, at: result.at }];
    });
  }

  async #onceMore(): Promise<void> {
    const { redis, archive, books, now, log } = this.#parts;
    const due = [...this.#lately].filter(([, { at }]) => at + onceMoreAfterMs <= now()).slice(0, togetherAtMost);
    try {
      for (const [id, { shard }] of due) {
        await books.write((db) => project({ db, redis, archive, log }, shard, [id]));
        this.#lately.delete(id);
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'office: incidents were not written once more, they will be');
    }
  }

  async #anew(): Promise<void> {
    const { books } = this.#parts;
    this.#tail.stop();
    this.#until = undefined;
    try {
      await this.inTurn(() => books.wipe());
      this.#lately.clear();
      await this.inTurn(() => this.#catchUp());
      await books.dropAside();
    } finally {
      if (!this.#stopped) this.#tail = this.#follow();
    }
  }
}

function byShard(news: readonly Numbered[]): Map<ShardId, { incidents: Set<string>; number: number }> {
  const found = new Map<ShardId, { incidents: Set<string>; number: number }>();
  for (const { shard, number, entry } of news) {
    const known = found.get(shard) ?? { incidents: new Set(), number };
    if (entry.incident !== undefined) known.incidents.add(entry.incident);
    found.set(shard, { ...known, number });
  }
  return found;
}
