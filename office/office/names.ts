// The names of a district as they are looked for: by characters, pinyin or initials.
import { plainText } from '../../contracts/asWritten.ts';
import { type Kind, rankOf, type Spelled, spell } from '../../spelling/spelled.ts';
import type { DistrictRegistry } from '../../store/district.ts';

/** Of a word that fits more, those that it fits best. */
const meantAtMost = 200;

type Names = Record<'residents' | 'courtyards' | 'responders', { id: string; name: Spelled }[]>;
const indexes = new WeakMap<DistrictRegistry, Names>();

/** Residents whose names a word fits, by id. */
export const residentsNamed = (word: string, district: DistrictRegistry): string[] =>
  fitting(word, namesOf(district).residents);

/** Ids of the names that a word fits, the best first: characters, pinyin or initials. */
export function fitting(word: string, names: readonly { id: string; name: Spelled }[]): string[] {
  const key = plainText(word);
  const found = names.flatMap(({ id, name }) => {
    const rank = rankOf(key, name);
    return rank < Infinity ? [{ id, rank }] : [];
  });
  // The whole name, or what it begins with, before what is somewhere in it.
  found.sort((a, b) => a.rank - b.rank);
  return found.slice(0, meantAtMost).map(({ id }) => id);
}

/** Read once for each state of the registry. */
export function namesOf(district: DistrictRegistry): Names {
  const known = indexes.get(district);
  if (known) return known;
  const spelled = (all: readonly { id: string; name: string }[], kind: Kind) =>
    all.map(({ id, name }) => ({ id, name: spell([name], kind) }));
  const { residents, courtyards, responders } = district.bundle;
  const names = {
    residents: spelled(residents, 'person'),
    courtyards: spelled(courtyards, 'place'),
    responders: spelled(responders, 'person'),
  };
  indexes.set(district, names);
  return names;
}
