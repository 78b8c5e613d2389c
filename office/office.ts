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
import { Trials } from './device/trials.ts';
import { Follower } from './incident/follow.ts';
import { forgetErased, forgetOld } from './incident/forget.ts';
import { HistoryFiles } from './incident/historyFiles.ts';
import { MonthCounter } from './incident/monthCounts.ts';
import { Reports } from './incident/reports.ts';
import { Previews } from './office/previews.ts';
import { SheetReader } from './office/sheetReader.ts';
import { Places } from './places.ts';
import { followAudit } from './session/audit.ts';
import { keepAlarms } from './system/alarms.ts';

/** So often it is looked whether somebody was erased, or a home lies elsewhere. */
const tendEveryMs = 15_000;
const oldEveryMs = 3_600_000;

export type OfficePlan = {
  redis: Redis;
  /** a connection that waits */
  openBlocking(): Redis;
  registry: Registry;
  at: BooksAt;
  /** with the audit's days */
  dataDir: string;
  /** the archive of closed incidents */
  archive: string;
  /** unix socket that it listens on */
  socket: string;
  /** how long texts stay after closing, ms; 0: for ever */
  keepTextsMs: number;
  /** how long it is kept who was shown whom, ms; 0: for ever */
  keepAccessMs: number;
  /** the compiled incident/worker.ts */
  worker: URL;
  /** the compiled incident/historyFileThread.ts */
  historyFileThread: URL;
  /** the compiled office/sheetThread.ts */
  sheetThread: URL;
  /** the compiled office/previewThread.ts */
  previewThread: URL;
  /** the compiled device/trialThread.ts */
  trialThread: URL;
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
  const places = new Places();
  const follower = new Follower({
    redis,
    blocking: plan.openBlocking(),
    archive,
    books,
    log,
    now: () => Date.now(),
    districtOf: (shard, device) => registry.all().find((one) => one.shard === shard && one.devices.has(device))?.id,
    beforeAll: async (db) => {
      places.forget();
      await places.bring(db, registry.all());
    },
  });
  const alarms = keepAlarms({ blocking: plan.openBlocking(), books, log });
  const audit = followAudit({ redis, dataDir: plan.dataDir, registry, books, keepMs: plan.keepAccessMs, log });
  const reports = new Reports(plan.at, plan.worker);
  const months = new MonthCounter({ registry, follower, reports, log });
  const tending = tend({ ...plan, books, follower, places, archive });
  const sheets = new SheetReader(plan.sheetThread);
  const previews = new Previews({ redis, archive, books, script: plan.previewThread, log, now: () => Date.now() });
  const trials = new Trials(plan.trialThread);
  const historyFiles = new HistoryFiles(plan.historyFileThread);
  const { at, dataDir } = plan;
  const answered = { reports, historyFiles, months, sheets, previews, trials };
  const app = buildOffice({ redis, registry, dataDir, books, at, follower, ...answered, log });
  await rm(plan.socket, { force: true }); // left behind by one that was killed
  await app.listen({ path: plan.socket });
  return {
    books,
    follower,
    stop: async () => {
      clearInterval(tending);
      alarms.stop();
      await audit.stop();
      months.stop();
      previews.stopAll();
      await app.close();
      await follower.stop();
      await reports.stop();
      await books.stop();
    },
  };
}

/** Brings in where homes lie and takes out what was erased or has lain long enough, between two turns of the follower. */
function tend({
  redis,
  registry,
  books,
  follower,
  places,
  archive,
  log,
  keepTextsMs,
}: Omit<OfficePlan, 'archive'> & {
  books: BooksKeeper;
  follower: Follower;
  places: Places;
  archive: ArchiveReader;
}): NodeJS.Timeout {
  let busy = false;
  let oldAt = Number.NEGATIVE_INFINITY;
  const turn = (): Promise<void> =>
    books.use(async (db) => {
      await places.bring(db, registry.all());
      let forgot = false;
      for (const district of registry.all())
        forgot = (await forgetErased({ db, redis, archive, log }, district)) || forgot;
      if (performance.now() - oldAt >= oldEveryMs) {
        await forgetOld(db, Date.now(), keepTextsMs);
        oldAt = performance.now();
      }
      if (forgot) await books.forgetOnDisk();
    });
  return setInterval(() => {
    if (busy || follower.state.state !== 'current') return;
    busy = true;
    follower
      .inTurn(turn)
      .catch((error: unknown) =>
        log.warn({ error: String(error) }, 'office: places and texts were not tended, again soon'),
      )
      .finally(() => {
        busy = false;
      });
  }, tendEveryMs);
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
