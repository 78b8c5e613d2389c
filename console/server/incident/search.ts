// Search over residents, courtyards, people and open incidents: characters, pinyin or its initials (`wdy` finds 王大爷), by every
// usual reading of a character: whoever hears a call spells 仇 as qiu or as chou. It runs here, so that no page holds the registry.

import { Type } from 'typebox';
import { plainText } from '../../../contracts/asWritten.ts';
import { isCardNumber } from '../../../contracts/office/cardNumber.ts';
import { tokenInCard } from '../../../contracts/office/cardToken.ts';
import { partsOf, placeOf } from '../../../contracts/office/district.ts';
import { SearchAnswer, type SearchHit } from '../../../contracts/office/place.ts';
import { may } from '../../../contracts/session/rights.ts';
import { defined } from '../../../contracts/shapes.ts';
import { type Kind, rankOf, type Spelled, spell } from '../../../spelling/spelled.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { cardSaid } from '../../../store/doorCards.ts';

import type { IncidentParts } from '../parts.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { residentsOf, showing } from '../session/shown.ts';
import { isListed } from './detailKnown.ts';

/** Hits in one answer. */
const hitsAtMost = 20;

type Entry = { hit: SearchHit; name: Spelled; says: Spelled };

const indexes = new WeakMap<DistrictRegistry, Entry[]>();

export function addSearch(app: App, parts: IncidentParts): void {
  const asks = route(
    'search.read',
    'residents, courtyards, people and open incidents by characters, pinyin or initials',
    { querystring: Type.Object({ q: Type.String({ minLength: 1, maxLength: 200 }) }), response: { 200: SearchAnswer } },
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
    // Whoever may not list the residents finds none by a name either, but by the incident.
    const standing = indexOf(district).filter(({ hit }) => hit.kind !== 'resident' || may(me.role, 'resident.list'));
    const answer = ofCard(wanted, standing, district) ?? find(wanted, [...open, ...standing]);
    // The words that were typed may be a name: what they found is written down.
    const found = new Set(answer.hits.map(({ id }) => id));
    const incidents = listed.filter(({ id }) => found.has(id));
    const residents = answer.hits.flatMap(({ kind, id }) => (kind === 'resident' ? [id] : []));
    const all = new Set([...residents, ...residentsOf(incidents, district)]);
    showing(request, { residents: [...all], purpose: 'duty' });
    return answer;
  });
}

/** Whoever has the card that was scanned, or whose number was typed whole; undefined when it is nobody's. */
function ofCard(said: string, entries: readonly Entry[], district: DistrictRegistry): SearchAnswer | undefined {
  if (tokenInCard(said) === undefined && !isCardNumber(said)) return undefined;
  const theirs = new Set(district.bundle.residents.filter(cardSaid(said)).map(({ id }) => id));
  const hits = entries.flatMap(({ hit }) => (hit.kind === 'resident' && theirs.has(hit.id) ? [hit] : []));
  return hits.length === 0 ? undefined : { hits, more: false };
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
