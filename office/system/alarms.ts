// Keeps the record of the system's alarms in the books, for longer than the store does.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { readCursors } from '../../records/cursors.ts';
import { addAlarms, alarmsCursor } from '../../records/system/alarms.ts';
import { readAlarmRecord } from '../../store/alarms.ts';
import type { BooksKeeper } from '../books.ts';

const waitsMs = 1_000;
const againAfterMs = 5_000;

/** @param blocking a connection of its own */
export function keepAlarms(parts: { blocking: Redis; books: BooksKeeper; log: Pick<Logger, 'warn'> }): {
  stop(): void;
} {
  const ending = new AbortController();
  void run();
  return { stop: () => ending.abort() };

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      try {
        await turn();
      } catch (error) {
        if (ending.signal.aborted) return;
        parts.log.warn({ error: String(error) }, 'office: the record of alarms was not read, again soon');
        await wait(againAfterMs, undefined, { signal: ending.signal }).catch(() => undefined); // it ends
      }
    }
  }

  async function turn(): Promise<void> {
    const after = await parts.books.use(async (db) => (await readCursors(db)).get(alarmsCursor) ?? '0-0');
    const read = await readAlarmRecord(parts.blocking, after, waitsMs);
    const last = read.at(-1);
    if (last === undefined) return;
    const alarms = read.flatMap(({ entry, change }) => {
      if (change === undefined) return []; // the doctor says that the record is damaged
      const { at, change: how, code, subject, since } = change;
      return [{ entry, at, change: how, code, subject, since }];
    });
    await parts.books.use((db) => addAlarms(db, alarms, last.entry));
  }
}
