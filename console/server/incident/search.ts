// Search over residents, courtyards, people and open incidents: characters, pinyin or its initials (`wdy` finds 王大爷), by every
// usual reading of a character: whoever hears a call spells 仇 as qiu or as chou. It runs here, so that no page holds the registry.

import { pinyin } from 'pinyin-pro';
import { Type } from 'typebox';
import { plainText } from '../../../contracts/asWritten.ts';
import { partsOf, placeOf } from '../../../contracts/office/district.ts';
import { SearchAnswer, type SearchHit } from '../../../contracts/office/place.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { IncidentParts } from '../parts.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { residentsOf, showing } from '../session/shown.ts';
import { isListed } from './detailKnown.ts';

/** Hits in one answer. */
const hitsAtMost = 20;

type Entry = { hit: SearchHit; name: Spelled; says: Spelled };
/** Each form between line ends, and so each spelling of it. */
type Spelled = { text: string; initials: string; full: string };
/** People's names may begin with a surname, which is read in its own way. */
type Kind = 'person' | 'place';

const indexes = new WeakMap<DistrictRegistry, Entry[]>();

export function addSearch(app: App, parts: IncidentParts): void {
  const asks = route(
    'search.read',
    'residents, courtyards, people and open incidents by characters, pinyin or initials',
    { querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 40 }) }), response: { 200: SearchAnswer } },
  );
  app.get('/api/v1/search', asks, async (request) => {
    const { me, district } = whoAsksHere(parts, request);
    const wanted = request.query.q;
    const listed = parts.live.open(district.id).filter((one) => isListed(me, one));
    const open = listed.map((incident): Entry => {
      const names = incident.home === undefined ? [] : district.residentsOf(incident.home).map(({ name }) => name);
      const place = placeOf(incident.home, district);
      const says = partsOf(place);
      const hit: SearchHit = {
        kind: 'incident',
        id: incident.id,
        name: `${names.join('、')} #${incident.number}`,
        says: plainText(says.join('')),
        ...defined({ position: place.position }),
      };
      return { hit, name: spell([...names, `#${incident.number}`], 'person'), says: spell(says, 'place') };
    });
    const answer = find(wanted, [...open, ...indexOf(district)]);
    // The words that were typed may be a name: what they found is written down.
    const found = new Set(answer.hits.map(({ id }) => id));
    const incidents = listed.filter(({ id }) => found.has(id));
    const residents = answer.hits.flatMap(({ kind, id }) => (kind === 'resident' ? [id] : []));
    const all = new Set([...residents, ...residentsOf(incidents, district)]);
    showing(request, { residents: [...all], purpose: 'duty' });
    return answer;
  });
}

/** Builds the index of a district ahead of the first question. */
export function warmSearch(district: DistrictRegistry): void {
  indexOf(district);
}

/** @param wanted characters, pinyin or initials; case, width, blanks and dots do not matter */
export function find(wanted: string, entries: readonly Entry[]): SearchAnswer {
  const key = plainText(wanted);
  if (key === '') return { hits: [], more: false };
  const found = entries.flatMap((entry) => {
    const rank = Math.min(rankOf(key, entry.name), rankOf(key, entry.says) + 10);
    return rank < Infinity ? [{ entry, rank }] : [];
  });
  found.sort((a, b) => a.rank - b.rank);
  return { hits: found.slice(0, hitsAtMost).map(({ entry }) => entry.hit), more: found.length > hitsAtMost };
}

/** Lower is better: the whole, the beginning, anywhere; characters before initials before the full spelling. */
function rankOf(key: string, { text, initials, full }: Spelled): number {
  let rank = Infinity;
  for (const [i, form] of [text, initials, full].entries()) {
    if (!form.includes(key)) continue;
    if (form.includes(`\n${key}\n`)) rank = Math.min(rank, i);
    else if (form.includes(`\n${key}`)) rank = Math.min(rank, 3 + i);
    // One letter anywhere would find everybody.
    else if (key.length > 1 || i === 0) rank = Math.min(rank, 6 + i);
  }
  return rank;
}

/** What is searched of a district; the open incidents come to it. */
export function indexOf(district: DistrictRegistry): Entry[] {
  const known = indexes.get(district);
  if (known) return known;
  const { residents, courtyards, responders } = district.bundle;
  const entry = (hit: SearchHit, kind: Kind, says = [hit.says]): Entry => ({
    hit,
    name: spell([hit.name], kind),
    says: spell(says, 'place'),
  });
  const entries = [
    ...residents.map(({ id, name, home }) => {
      const place = placeOf(home, district);
      const { position } = place;
      const says = partsOf(place);
      return entry(
        { kind: 'resident', id, name, says: says.join(' '), home, ...(position ? { position } : {}) },
        'person',
        says,
      );
    }),
    ...courtyards.map(({ id, name, grid, position }) =>
      entry({ kind: 'courtyard', id, name, says: district.grids.get(grid)?.name ?? '', position }, 'place'),
    ),
    ...responders.map(({ id, name, grid, base }) =>
      entry(
        { kind: 'responder', id, name, says: district.grids.get(grid ?? '')?.name ?? '', position: base },
        'person',
      ),
    ),
  ];
  indexes.set(district, entries);
  return entries;
}

/** A word read: `text` as it is compared; of each syllable every way to read it, and to begin it, the likeliest first. */
type Word = { text: string; full: readonly (readonly string[])[]; initials: readonly (readonly string[])[] };

/** Reading and spelling is what takes long, and the registry is read anew after each change of one document. By kind and words. */
const read = { person: new Map<string, Word>(), place: new Map<string, Word>() };
const spelled = { person: new Map<string, Spelled>(), place: new Map<string, Spelled>() };
/** Names and doors of a large town; past it the memory begins anew. */
const rememberedAtMost = 400_000;

/** @param parts words that are read each by itself, as a building after its courtyard */
function spell(parts: readonly string[], kind: Kind): Spelled {
  const key = parts.join('\n');
  const known = spelled[kind].get(key);
  if (known) return known;
  if (spelled[kind].size >= rememberedAtMost) spelled[kind].clear();
  const now = spellOut(parts, kind);
  spelled[kind].set(key, now);
  return now;
}

function spellOut(parts: readonly string[], kind: Kind): Spelled {
  const words = parts.map((part) => wordOf(part, kind));
  return {
    text: lined([words.map(({ text }) => text).join('')]),
    initials: lined(spellings(words.flatMap(({ initials }) => initials))),
    full: lined(spellings(words.flatMap(({ full }) => full))),
  };
}

const lined = (forms: readonly string[]): string => `\n${forms.join('\n')}\n`;

function wordOf(part: string, kind: Kind): Word {
  const known = read[kind].get(part);
  if (known) return known;
  if (read[kind].size >= rememberedAtMost) read[kind].clear();
  const text = plainText(part);
  const full = readOut(text, kind);
  const initials = full.map((ways) => [...new Set(ways.map((one) => (/^\d/.test(one) ? one : one.slice(0, 1))))]);
  const word = { text, full, initials };
  read[kind].set(part, word);
  return word;
}

function readOut(text: string, kind: Kind): string[][] {
  const syllables = pinyin(text, {
    toneType: 'none',
    type: 'all',
    nonZh: 'consecutive',
    v: true,
    surname: kind === 'person' ? 'head' : 'off',
  });
  return syllables.map(({ origin, pinyin: likely, isZh, polyphonic }, i) => {
    if (!isZh) return [origin];
    const ways = [likely, ...polyphonic.map(withoutTone)];
    // 解放路 is nobody's family and is not read like one; 解家巷 is.
    const isFamilys = kind === 'person' || syllables[i + 1]?.origin === '家';
    return [...new Set(isFamilys ? ways : ways.filter((one) => one === likely || one !== familyReadings[origin]))];
  });
}

/** Readings that a character has as a surname and hardly anywhere else. */
const familyReadings: Readonly<Record<string, string>> = {
  解: 'xie',
  仇: 'qiu',
  区: 'ou',
  查: 'zha',
  盖: 'ge',
  朴: 'piao',
  种: 'chong',
  黑: 'he',
  不: 'fou',
  秘: 'bi',
  折: 'she',
  祭: 'zhai',
  洗: 'xian',
  万: 'mo',
};

const withoutTone = (syllable: string): string =>
  syllable
    .replaceAll(/[üǖǘǚǜ]/g, 'v')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');

/** Ways to spell one name: beyond so many only one of its characters at a time is read in another way. */
const spellingsAtMost = 16;

function spellings(syllables: readonly (readonly string[])[]): string[] {
  const all = syllables.reduce((product, { length }) => product * length, 1);
  const likely = (from: number, to?: number): string =>
    syllables
      .slice(from, to)
      .map(([first = '']) => first)
      .join('');
  if (all > spellingsAtMost) {
    const others = syllables.flatMap((ways, i) => ways.slice(1).map((way) => likely(0, i) + way + likely(i + 1)));
    return [likely(0), ...others];
  }
  let begun = [''];
  for (const ways of syllables)
    begun =
      ways.length === 1 ? begun.map((one) => one + ways[0]) : begun.flatMap((one) => ways.map((way) => one + way));
  return begun;
}
