// The office put together: books, follower, what it forgets, what it answers.
import { rm } from 'node:fs/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { at } from '../contracts/ids.ts';
import type { BooksAt } from '../records/open.ts';
import { clearAlarm, raiseAlarm } from '../store/alarms.ts';
import { ArchiveReader } from '../store/archive/reader.ts';
import type { Registry } from '../store/registry.ts';
import { buildOffice } from './app.ts';
import { BooksKeeper } from './books.ts';
import { Follower } from './incident/follow.ts';
import { forgetErased, forgetOld } from './incident/forget.ts';
import { Reports } from './incident/reports.ts';
import { keepPlaces } from './places.ts';
import { keepAlarms } from './system/alarms.ts';

/** So often it is looked whether somebody was erased. */
const forgetEveryMs = 15_000;

export type OfficePlan = {
  redis: Redis;
  /** a connection that waits */
  openBlocking(): Redis;
  registry: Registry;
  at: BooksAt;
  /** the archive of closed incidents */
  archive: string;
  /** unix socket that it listens on */
  socket: string;
  /** how long texts stay after closing, ms; 0: for ever */
  keepTextsMs: number;
  /** the compiled incident/worker.ts */
  worker: URL;
  log: Logger;
};

export type Office = { books: BooksKeeper; follower: Follower; stop(): Promise<void> };

/** @throws when the socket cannot be listened on; books that are away are tried again meanwhile */
export async function startOffice(plan: OfficePlan): Promise<Office> {
  const { redis, registry, log } = plan;
  const books = new BooksKeeper({ at: plan.at, tell: alarmOf(redis, log), log });
  await books.open();
  const archive = new ArchiveReader(plan.archive, (line) =>
    log.error(line, 'archive: a line is damaged and was skipped'),
  );
  const putPlaces = async (): Promise<void> => {
    for (const district of registry.all()) await books.use((db) => keepPlaces(db, district));
  };
  const said = (what: string) => (error: unknown) =>
    log.warn({ error: String(error) }, `office: ${what} were not brought up to date, again soon`);
  const follower = new Follower({
    redis,
    blocking: plan.openBlocking(),
    archive,
    books,
    log,
    now: () => Date.now(),
    beforeAll: putPlaces,
  });
  const alarms = keepAlarms({ blocking: plan.openBlocking(), books, log });
  const reports = new Reports(plan.at, plan.worker);
  const unwatch = registry.onChange(
    (district) => void books.use((db) => keepPlaces(db, district)).catch(said('places')),
  );
  const forget = setInterval(() => {
    books
      .use(async (db) => {
        for (const district of registry.all()) await forgetErased({ db, redis, archive }, district);
        await forgetOld(db, Date.now(), plan.keepTextsMs);
      })
      .catch(said('texts'));
  }, forgetEveryMs);
  const app = buildOffice({ redis, registry, books, follower, reports, log });
  await rm(plan.socket, { force: true }); // left behind by one that was killed
  await app.listen({ path: plan.socket });
  return {
    books,
    follower,
    stop: async () => {
      clearInterval(forget);
      unwatch();
      alarms.stop();
      await app.close();
      await follower.stop();
      await reports.stop();
      await books.stop();
    },
  };
}

/** Says by an alarm that the books are away, and that they are back; each once. */
function alarmOf(redis: Redis, log: Logger): (why: string | undefined) => void {
  let told: boolean | undefined;
  return (why) => {
    if (told === (why !== undefined)) return;
    told = why !== undefined;
    const [alarm, now] = [{ code: 'books_away' as const, subject: '' }, at(Date.now())];
    const done =
      why === undefined
        ? clearAlarm(redis, alarm, now)
        : raiseAlarm(redis, { ...alarm, since: now, figures: { why: why.slice(0, 200) } });
    done.catch((error: unknown) => {
      told = undefined;
      log.warn({ error: String(error) }, 'office: an alarm was not told, again with the next try');
    });
  };
}
