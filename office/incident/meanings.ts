// What somebody means by the words that they type: people, courtyards and responders of the registry, a number, or words of a note.
// Names are here and not in the books: what is looked for there are homes and times.
import { plainText } from '../../contracts/asWritten.ts';
import type { Lived, Meanings } from '../../records/incident/history.ts';
import { type Kind, rankOf, type Spelled, spell } from '../../spelling/spelled.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import type { Stay } from '../../store/stays.ts';

/** Of a word that fits more, those that it fits best. */
const meantAtMost = 200;
const wordsAtMost = 6;

type Names = Record<'residents' | 'courtyards' | 'responders', { id: string; name: Spelled }[]>;
const indexes = new WeakMap<DistrictRegistry, Names>();

/** Each word of a question, and what it may mean. */
export function meaningsOf(district: DistrictRegistry, stays: ReadonlyMap<string, Stay[]>, asked: string): Meanings[] {
  const words = asked.split(/\s+/u).filter((word) => plainText(word) !== '');
  return words.slice(0, wordsAtMost).map((word) => meaningOf(word, district, stays));
}

function meaningOf(word: string, district: DistrictRegistry, stays: ReadonlyMap<string, Stay[]>): Meanings {
  const names = namesOf(district);
  const number = /^#?(\d{1,9})$/.exec(word.normalize('NFKC'))?.[1];
  const residents = fitting(word, names.residents);
  return {
    ...(number === undefined ? {} : { number: Number(number) }),
    lived: residents.flatMap((id) => livedIn(id, district, stays)),
    courtyards: fitting(word, names.courtyards),
    responders: fitting(word, names.responders),
    text: word.startsWith('#') ? '' : word,
  };
}

/** Where somebody lived when; of whoever never moved the registry says it. */
function livedIn(resident: string, district: DistrictRegistry, stays: ReadonlyMap<string, Stay[]>): Lived[] {
  const home = district.residents.get(resident)?.home;
  return stays.get(resident) ?? (home === undefined ? [] : [{ home }]);
}

function fitting(word: string, names: readonly { id: string; name: Spelled }[]): string[] {
  const key = plainText(word);
  const found = names.flatMap(({ id, name }) => {
    const rank = rankOf(key, name);
    return rank < Infinity ? [{ id, rank }] : [];
  });
  // The whole name, or what it begins with, before what is somewhere in it.
  found.sort((a, b) => a.rank - b.rank);
  return found.slice(0, meantAtMost).map(({ id }) => id);
}

function namesOf(district: DistrictRegistry): Names {
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
