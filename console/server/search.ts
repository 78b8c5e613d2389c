// Search over residents, courtyards, people and open incidents: characters, pinyin or its initials (`wdy` finds 王大爷). It
// runs here, so that no page holds the registry.
import type { FastifyInstance } from 'fastify';
import { pinyin } from 'pinyin-pro';
import { Type } from 'typebox';
import { SearchAnswer, type SearchHit } from '../../contracts/api.ts';
import type { DistrictRegistry } from '../../store/registry.ts';
import { districtOf, type IncidentParts } from './incidents.ts';
import { only, readers } from './session.ts';
import { placeOf } from './views.ts';

/** Hits in one answer. */
const hitsAtMost = 20;

type Entry = { hit: SearchHit; name: Spelled; says: Spelled };
type Spelled = { text: string; initials: string; full: string };

const indexes = new WeakMap<DistrictRegistry, Entry[]>();

export function addSearch(app: FastifyInstance, parts: IncidentParts): void {
  app.get(
    '/api/v1/search',
    {
      schema: {
        summary: 'residents, courtyards, people and open incidents by characters, pinyin or initials',
        querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 40 }) }),
        response: { 200: SearchAnswer },
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, ...readers).district);
      const wanted = (request.query as { q: string }).q;
      const open = parts.live.open(district.id).map((incident): Entry => {
        const names = incident.home === undefined ? [] : district.residentsOf(incident.home).map(({ name }) => name);
        const place = placeOf(incident.home, district);
        const says = spell(wordsOf(place));
        const hit: SearchHit = {
          kind: 'incident',
          id: incident.id,
          name: `${names.join('、')} #${incident.number}`,
          says: says.text,
          ...(place.position === undefined ? {} : { position: place.position }),
        };
        return { hit, name: spell(hit.name), says };
      });
      return find(wanted, [...open, ...indexOf(district)]);
    },
  );
}

/** Builds the index of a district ahead of the first question. */
export function warmSearch(district: DistrictRegistry): void {
  indexOf(district);
}

/** @param wanted characters, pinyin or initials; case and blanks do not matter */
export function find(wanted: string, entries: readonly Entry[]): SearchAnswer {
  const key = wanted.toLowerCase().replaceAll(/[\s']+/g, '');
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
  const forms = [text, initials, full];
  for (const [i, form] of forms.entries()) if (form === key) return i;
  for (const [i, form] of forms.entries()) if (form.startsWith(key)) return 3 + i;
  // One letter anywhere would find everybody.
  for (const [i, form] of forms.entries()) if ((key.length > 1 || i === 0) && form.includes(key)) return 6 + i;
  return Infinity;
}

function indexOf(district: DistrictRegistry): Entry[] {
  const known = indexes.get(district);
  if (known) return known;
  const { residents, courtyards, responders } = district.bundle;
  const entry = (hit: SearchHit): Entry => ({ hit, name: spell(hit.name), says: spell(hit.says) });
  const entries = [
    ...residents.map(({ id, name, home }) => {
      const place = placeOf(home, district);
      const { position } = place;
      return entry({ kind: 'resident', id, name, says: wordsOf(place), home, ...(position ? { position } : {}) });
    }),
    ...courtyards.map(({ id, name, grid, position }) =>
      entry({ kind: 'courtyard', id, name, says: district.grids.get(grid)?.name ?? '', position }),
    ),
    ...responders.map(({ id, name, grid, base }) =>
      entry({ kind: 'responder', id, name, says: district.grids.get(grid ?? '')?.name ?? '', position: base }),
    ),
  ];
  indexes.set(district, entries);
  return entries;
}

/** Spelling is what takes long, and the registry is read anew after each change of one document. */
const spelled = new Map<string, Spelled>();
/** Names and doors of a large town; past it the memory begins anew. */
const spelledAtMost = 400_000;

function spell(words: string): Spelled {
  const known = spelled.get(words);
  if (known) return known;
  if (spelled.size >= spelledAtMost) spelled.clear();
  const now = spellOut(words);
  spelled.set(words, now);
  return now;
}

function spellOut(text: string): Spelled {
  const syllables = pinyin(text, { toneType: 'none', type: 'array', nonZh: 'consecutive', surname: 'head', v: true });
  const parts = syllables.map((one) => one.toLowerCase().replaceAll(/\s+/g, ''));
  return {
    text: text.toLowerCase().replaceAll(/\s+/g, ''),
    initials: parts.map((one) => (/^\d/.test(one) ? one : one.slice(0, 1))).join(''),
    full: parts.join(''),
  };
}

const wordsOf = ({ courtyard, building, unit, door }: ReturnType<typeof placeOf>): string =>
  [courtyard?.name, building, unit, door].filter((part) => part !== undefined).join(' ');
