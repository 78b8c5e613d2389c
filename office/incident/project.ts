// Brings incidents into the books as they are now, wherever they lie.
import type { Logger } from 'pino';
import type { IncidentId, ShardId } from '../../contracts/ids.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { type IncidentRows, removeIncidents, replaceIncidents } from '../../records/incident/write.ts';
import type { Db } from '../../records/tables.ts';
import { type History, readStory } from '../../store/history.ts';
import { rowsOf } from './rows.ts';

/** So many are read and written together: one flush of the disk for all of them, and others get a turn in between. */
export const togetherAtMost = 200;

export type ProjectParts = { db: Db; log: Pick<Logger, 'error'> } & History;

/**
 * Writes these incidents of a shard. One that is nowhere any more leaves the books.
 * @param cursors see replaceIncidents
 */
export async function project(
  { db, log, ...history }: ProjectParts,
  shard: ShardId,
  ids: readonly string[],
  cursors: ReadonlyMap<string, string> = new Map(),
): Promise<void> {
  const found = await Promise.all(
    ids.map(async (id) => ({ id, story: await readStory({ ...history, replay }, shard, id as IncidentId) })),
  );
  const gone = found.flatMap(({ id, story }) => (story ? [] : [id]));
  if (gone.length > 0) await removeIncidents(db, gone);
  const rows = found.flatMap(({ story }): IncidentRows[] => (story ? [rowsOf(story)] : []));
  try {
    await replaceIncidents(db, rows, cursors);
  } catch (error) {
    await oneByOne({ db, log }, rows, { cursors, error });
  }
}

/** One that cannot be written costs itself alone, and is named; when the books take nothing at all, they are away. */
async function oneByOne(
  { db, log }: Pick<ProjectParts, 'db' | 'log'>,
  rows: readonly IncidentRows[],
  { cursors, error }: { cursors: ReadonlyMap<string, string>; error: unknown },
): Promise<void> {
  const bad: { id: string; why: string }[] = [];
  for (const row of rows)
    await replaceIncidents(db, [row]).catch((why: unknown) => bad.push({ id: row.incident.id, why: String(why) }));
  await replaceIncidents(db, [], new Map([...cursors, ['alive', String(bad.length)]]));
  log.error({ bad, error: String(error) }, 'office: incidents could not be written and are missing in the books');
}
