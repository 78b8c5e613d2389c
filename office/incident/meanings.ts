// What somebody means by the words that they type: people, courtyards and responders of the registry, a number, or words of a note.
// Names are here and not in the books: what is looked for there are homes and times.
import { plainText } from '../../contracts/asWritten.ts';
import type { Lived, Meanings } from '../../records/incident/history.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import type { Stay } from '../../store/stays.ts';
import { fitting, namesOf } from '../office/names.ts';

const wordsAtMost = 6;

/** Each word of a question, and what it may mean. */
export function meaningsOf(district: DistrictRegistry, known: KnownOf, asked: string): Meanings[] {
  // A number may be typed in pieces: it is one word then.
  const whole = known.called.length > 0 && isNumber(asked) ? [asked] : asked.split(/\s+/u);
  const words = whole.filter((word) => plainText(word) !== '');
  return words.slice(0, wordsAtMost).map((word) => meaningOf(word, district, known));
}

/** Where people lived when; and those whose telephone number was typed. */
type KnownOf = { stays: ReadonlyMap<string, Stay[]>; called: readonly string[] };

const isNumber = (typed: string): boolean => /^[+\d\s()-]+$/.test(typed.normalize('NFKC'));

function meaningOf(word: string, district: DistrictRegistry, { stays, called }: KnownOf): Meanings {
  const names = namesOf(district);
  const number = /^#?(\d{1,9})$/.exec(word.normalize('NFKC'))?.[1];
  const residents = [...fitting(word, names.residents), ...(isNumber(word) ? called : [])];
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
