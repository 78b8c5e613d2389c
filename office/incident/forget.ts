// What leaves the life line leaves the books: the texts of whoever was erased, and those that have lain long enough.
import { removeTexts, withTexts, withTextsClosedBefore } from '../../records/incident/write.ts';
import type { Db } from '../../records/tables.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { readErased } from '../../store/erased.ts';
import { type ProjectParts, project, togetherAtMost } from './project.ts';

export type ForgetParts = ProjectParts;

/** Writes anew every incident of a district that has texts, when somebody was erased whom the books did not know of. @returns whether */
export async function forgetErased(parts: ForgetParts, { id: district, shard }: DistrictRegistry): Promise<boolean> {
  const { db, redis } = parts;
  const erased = await readErased(redis, district);
  const known = await db.selectFrom('erased').select(['resident', 'at']).where('district', '=', district).execute();
  const before = new Map(known.map(({ resident, at }) => [resident, at]));
  const fresh = [...erased].filter(([resident, at]) => before.get(resident) !== at);
  if (fresh.length === 0) return false;
  const ids = await withTexts(db, district);
  for (let at = 0; at < ids.length; at += togetherAtMost)
    await project(parts, shard, ids.slice(at, at + togetherAtMost));
  // Only now: cut off before, the next look goes through them again.
  for (const [resident, at] of fresh)
    await db
      .insertInto('erased')
      .values({ district, resident, at })
      .onConflict((conflict) => conflict.columns(['district', 'resident']).doUpdateSet({ at }))
      .execute();
  return true;
}

/** Takes out the texts of incidents that were closed so long ago. @param keptMs 0: they stay */
export async function forgetOld(db: Db, now: number, keptMs: number): Promise<void> {
  if (keptMs === 0) return;
  const ids = await withTextsClosedBefore(db, now - keptMs);
  if (ids.length > 0) await removeTexts(db, ids);
}
