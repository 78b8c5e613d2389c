// Names that are none: blanks only, or damaged on the way through another encoding. Whoever is sent calls a person by their name.
import type { CommunityBundle } from './community.ts';
import type { Problem } from './problem.ts';

type PartNamed = 'grids' | 'courtyards' | 'roads' | 'blocks' | 'servicePoints' | 'responders' | 'teams' | 'gateHouses';
/** A name of a person or a place: without it nobody knows whom or where. Other words may be blank where there is nothing to say. */
type Named = { path: string; field: string; text: string; needed: boolean };

/** Refused: names that are blank or nothing but damage. Warned of: damage inside a name. */
export function checkNames(bundle: CommunityBundle): Problem[] {
  return wordsOf(bundle).flatMap(({ path, field, text, needed }): Problem[] => {
    if (isBlank(text)) {
      const reason = needed ? 'is blank: give the name by which people know it' : 'is blank: nobody can read it aloud';
      return [{ severity: needed ? 'error' : 'warning', path, field, reason }];
    }
    if (!isDamaged(text)) return [];
    const reason = `"${text}" was damaged by another encoding: type it again, and save the file as UTF-8`;
    return [{ severity: 'warning', path, field, reason }];
  });
}

function wordsOf(bundle: CommunityBundle): Named[] {
  const name = (path: string, text: string | undefined, needed: boolean, field = 'name'): Named[] =>
    text === undefined ? [] : [{ path, field, text, needed }];
  const all = (part: PartNamed, needed: boolean) =>
    bundle[part].flatMap((one, i) => name(`/${part}/${i}`, one.name, needed));
  return [
    ...name('/district', bundle.district.name, true),
    ...name('/district', bundle.district.nameEn, true, 'nameEn'),
    ...all('grids', true),
    ...all('courtyards', true),
    ...all('responders', true),
    ...all('teams', true),
    ...all('gateHouses', true),
    ...bundle.bicycles.flatMap(({ plate }, i) => name(`/bicycles/${i}`, plate, true, 'plate')),
    ...bundle.boards.flatMap(({ where }, i) => name(`/boards/${i}`, where, true, 'where')),
    ...all('roads', false),
    ...all('blocks', false),
    ...all('servicePoints', false),
    ...bundle.homes.flatMap(({ building, unit, door }, i) => [
      ...name(`/homes/${i}`, building, false, 'building'),
      ...name(`/homes/${i}`, unit, false, 'unit'),
      ...name(`/homes/${i}`, door, false, 'door'),
    ]),
    ...bundle.residents.flatMap((one, i) => [
      ...name(`/residents/${i}`, one.name, true),
      ...one.contacts.flatMap((contact, n) => [
        ...name(`/residents/${i}/contacts/${n}`, contact.name, true),
        ...name(`/residents/${i}/contacts/${n}`, contact.relation, false, 'relation'),
      ]),
    ]),
  ];
}

/** Nothing that one could see or say: blanks, characters without a shape, the sign for what could not be read. */
const isBlank = (text: string): boolean => /^[\s\p{Z}\p{C}\u115f\u1160\u3164\uffa0\u2800\ufffd]*$/u.test(text);

/** The sign for what could not be read, that sign read as GBK, or question marks in its place; bytes read in a wrong code; half a character. */
const isDamaged = (text: string): boolean =>
  /\ufffd|锟斤拷|\?\?|^\?+$|[\u0080-\u009f]|[\u00c0-\u00ff]{3,}|&#\d+;|\p{Cs}/u.test(text);
