// The record of the system's alarms, for longer than the life line keeps it.
import { setCursor } from '../cursors.ts';
import type { AlarmTable, Db } from '../tables.ts';

/** Writes what was read of the record, each entry once, and up to where it was read. */
export async function addAlarms(db: Db, alarms: readonly AlarmTable[], upTo: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    if (alarms.length > 0)
      await trx
        .insertInto('alarms')
        .values([...alarms])
        .onConflict((conflict) => conflict.column('entry').doNothing())
        .execute();
    await setCursor(trx, alarmsCursor, upTo);
  });
}

export const alarmsCursor = 'alarms';
