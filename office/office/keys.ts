// When the keys of a home went out and came back, with names and words from where they can be erased.
import { iso } from '../../contracts/iso.ts';
import type { KeyMoves } from '../../contracts/office/keys.ts';
import { defined } from '../../contracts/shapes.ts';
import { entryAtPlace, keyMovesOf, readersOf } from '../../records/session/readings.ts';
import { wordsOfEntries } from '../../store/auditHistory.ts';
import type { AccessParts } from './access.ts';

const movesAtMost = 50;

export async function readKeyMoves(
  { db, redis, dataDir, district: { id, shard, bundle } }: AccessParts,
  home: string,
): Promise<KeyMoves> {
  const moves = await keyMovesOf(db, { district: id, home }, movesAtMost);
  const names = new Map((await readersOf(db, id)).map(({ actor, name }) => [actor, name]));
  const place = { id, shard, timeZone: bundle.district.timeZone };
  const entries = new Set(moves.map(({ entry }) => entryAtPlace(entry)));
  const words = await wordsOfEntries({ redis, dataDir }, place, entries);
  return {
    moves: moves.map(({ entry, at, change, actor }) => {
      const { name, why } = words.get(entryAtPlace(entry)) ?? {};
      const said = [name, why].filter((one) => one !== undefined).join(' · ');
      return { at: iso(at), change, by: names.get(actor) ?? actor, ...defined({ words: said || undefined }) };
    }),
  };
}
