// What was found when incidents were listened to again, with names and words from where they can be erased.
import { iso } from '../../contracts/iso.ts';
import { type Review, ReviewVerdict } from '../../contracts/office/reviews.ts';
import { defined } from '../../contracts/shapes.ts';
import { entryAtPlace, readersOf, reviewsWithin } from '../../records/session/readings.ts';
import { wordsOfEntries } from '../../store/auditHistory.ts';
import type { AccessParts } from '../office/access.ts';

/** Of incidents pressed within the stretch, the newest finding first. @param stretch ms, `until` excluded */
export async function readReviews(
  { db, redis, dataDir, district: { id, shard, bundle, reach } }: AccessParts,
  stretch: { from: number; until: number },
): Promise<Review[]> {
  const found = await reviewsWithin(db, {
    district: id,
    ...stretch,
    ...defined({ within: reach && [...reach.courtyards] }),
  });
  const names = new Map((await readersOf(db, id)).map(({ actor, name }) => [actor, name]));
  const place = { id, shard, timeZone: bundle.district.timeZone };
  const entries = new Set(found.map(({ entry }) => entryAtPlace(entry)));
  const words = await wordsOfEntries({ redis, dataDir }, place, entries);
  return found.flatMap(({ incident, at, actor, entry, verdict }): Review[] => {
    const known = ReviewVerdict.enum.find((one) => one === verdict);
    if (known === undefined) return []; // of a newer program: its own pages show it
    const said = words.get(entryAtPlace(entry))?.why;
    return [{ incident, at: iso(at), by: names.get(actor) ?? actor, verdict: known, ...defined({ words: said }) }];
  });
}
