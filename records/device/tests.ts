// When each button was last seen to work: by a test or a check-in, or by a press in earnest.
import type { Transaction } from 'kysely';
import { piecesOf } from '../pieces.ts';
import type { Db, DeviceTestTable, Tables } from '../tables.ts';

/** Notes tests; of a device the latest stays, however often and in whatever order they come. */
export async function noteTests(db: Db | Transaction<Tables>, tests: readonly DeviceTestTable[]): Promise<void> {
  for (const test of tests)
    await db
      .insertInto('device_tests')
      .values(test)
      .onConflict((known) =>
        known.columns(['district', 'device']).doUpdateSet({ at: test.at }).where('device_tests.at', '<', test.at),
      )
      .execute();
}

/** When these devices of a district last worked, ms, by id; one that never did is absent. */
export async function lastWorked(
  db: Db,
  { district, devices }: { district: string; devices: readonly string[] },
): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  const note = (device: string, at: number): void => {
    last.set(device, Math.max(at, last.get(device) ?? 0));
  };
  for (const some of piecesOf(devices)) {
    const tests = await db
      .selectFrom('device_tests')
      .select(['device', 'at'])
      .where('district', '=', district)
      .where('device', 'in', some)
      .execute();
    for (const { device, at } of tests) note(device, at);
    const presses = await db
      .selectFrom('presses')
      .select(({ fn }) => ['device', fn.max('received_at').as('at')])
      .where('device', 'in', some)
      .groupBy('device')
      .execute();
    for (const { device, at } of presses) note(device, Number(at));
  }
  return last;
}
