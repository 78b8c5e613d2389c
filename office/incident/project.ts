// Brings incidents into the books as they are now, wherever they lie.
import type { IncidentId, ShardId } from '../../contracts/ids.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { type IncidentRows, removeIncidents, replaceIncidents } from '../../records/incident/write.ts';
import type { Db } from '../../records/tables.ts';
import { type History, readStory } from '../../store/history.ts';
import { rowsOf } from './rows.ts';

/** So many are read and written together: one flush of the disk for all of them, and others get a turn in between. */
export const togetherAtMost = 200;

/**
 * Writes these incidents of a shard. One that is nowhere any more leaves the books.
 * @param cursors see replaceIncidents
 */
export async function project(
  { db, ...history }: { db: Db } & History,
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
  await replaceIncidents(db, rows, cursors);
}
