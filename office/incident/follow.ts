// Follows the feed into the books: exactly once, because an incident is written whole together with the place up to which all is
// known. After any absence it goes on from that place, or goes through everything where the feed no longer reaches so far.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { type ShardId, shardOfIncident } from '../../contracts/ids.ts';
import { readCursors, setCursor } from '../../records/cursors.ts';
import { idsSince } from '../../records/incident/write.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import { feedReaches, type Numbered } from '../../store/feed.ts';
import { feedEnds, type Positions, startTail, type Tail } from '../../store/tail.ts';
import type { BooksKeeper } from '../system/books.ts';
import { bringIn } from './everything.ts';
import { project, togetherAtMost } from './project.ts';

/** Edges note what they did a moment after the decision: an incident is written once more when they have. */
const onceMoreAfterMs = 20_000;
const lookEveryMs = 5_000;
/** And those of so long before it began, for what was noted while nobody followed. */
const lookedBackMs = 24 * 3_600_000;

export type FollowParts = {
  redis: Redis;
  blocking: Redis;
  archive: ArchiveReader;
  books: BooksKeeper;
  log: Pick<Logger, 'warn' | 'info'>;
  now(): number;
  /** Called before everything is gone through: what the registry adds to the books. */
  beforeAll(): Promise<void>;
};

/** `until`: everything decided before is in the books (ms); undefined while that is not known. */
export type Follower = {
  state(): { until: number | undefined; state: 'current' | 'catching_up' | 'rebuilding' };
  /** Empties the books and makes them anew. Resolves when they are as they were. */
  rebuild(): Promise<void>;
  stop(): Promise<void>;
};

const cursorOf = (shard: ShardId): string => `feed/${shard}`;

export function startFollowing(parts: FollowParts): Follower {
  const { redis, archive, books, log, now } = parts;
  const history = { redis, archive };
  /** incidents by when they were written last, and their shard */
  const lately = new Map<string, { shard: ShardId; at: number }>();
  let until: number | undefined;
  let rebuilding: Promise<void> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let tail = follow();
  const timer = setInterval(() => {
    turn = turn.then(onceMore);
  }, lookEveryMs);

  return {
    state: () => ({
      until,
      state: rebuilding ? 'rebuilding' : until === undefined ? 'catching_up' : 'current',
    }),
    rebuild: () => {
      rebuilding ??= anew().finally(() => {
        rebuilding = undefined;
      });
      return rebuilding;
    },
    stop: async () => {
      clearInterval(timer);
      tail.stop();
      await turn;
    },
  };

  function follow(): Tail {
    return startTail({
      redis,
      blocking: parts.blocking,
      log,
      name: 'office',
      gapless: true,
      catchUp: inTurn(catchUp),
      take: inTurn(take),
    });
  }

  /** One at a time: a rebuild may not meet a turn that was under way. */
  function inTurn<A extends unknown[], T>(work: (...given: A) => Promise<T>): (...given: A) => Promise<T> {
    return (...given) => {
      const done = turn.then(() => work(...given));
      turn = done.catch(() => undefined); // whoever asked hears it
      return done;
    };
  }

  async function catchUp(): Promise<Positions> {
    until = undefined;
    await books.open();
    await parts.beforeAll();
    const asked = now();
    const positions = await books.use(async (db) => {
      const cursors = await readCursors(db);
      const from: Positions = new Map();
      for (const [shard, end] of await feedEnds(redis)) {
        const known = cursors.get(cursorOf(shard));
        const reached = known === undefined ? undefined : Number(known);
        if (reached !== undefined && reached <= end && (await feedReaches(redis, shard, reached))) {
          from.set(shard, reached);
          continue;
        }
        const written = await bringIn({ db, ...history }, shard);
        await setCursor(db, cursorOf(shard), String(end));
        if (written > 0) log.info({ shard, written }, 'office: the books were brought up to date');
        from.set(shard, end);
      }
      return from;
    });
    await books.use(async (db) => {
      for (const id of await idsSince(db, asked - lookedBackMs))
        lately.set(id, { shard: shardOfIncident(id) as ShardId, at: 0 });
    });
    until = asked;
    return positions;
  }

  async function take(news: readonly Numbered[]): Promise<void> {
    const asked = now();
    for (const [shard, { incidents, number }] of byShard(news))
      await books.use(async (db) => {
        const ids = [...incidents];
        for (let at = 0; at < ids.length || at === 0; at += togetherAtMost) {
          const last = at + togetherAtMost >= ids.length;
          const cursors = new Map(last ? [[cursorOf(shard), String(number)]] : []);
          await project({ db, ...history }, shard, ids.slice(at, at + togetherAtMost), cursors);
        }
        for (const id of ids) lately.set(id, { shard, at: asked });
      });
    until = asked;
  }

  async function onceMore(): Promise<void> {
    const due = [...lately].filter(([, { at }]) => at + onceMoreAfterMs <= now()).slice(0, togetherAtMost);
    try {
      for (const [id, { shard }] of due) {
        await books.use((db) => project({ db, ...history }, shard, [id]));
        lately.delete(id);
      }
    } catch (error) {
      log.warn({ error: String(error) }, 'office: incidents were not written once more, they will be');
    }
  }

  async function anew(): Promise<void> {
    tail.stop();
    await turn;
    until = undefined;
    lately.clear();
    await books.wipe();
    await inTurn(catchUp)();
    tail = follow();
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
