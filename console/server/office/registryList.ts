// A list of the registry: what fits, by id, without what is sealed.

import { plainText } from '../../../contracts/asWritten.ts';
import type { CommunityBundle } from '../../../contracts/office/community.ts';
import { partsOf, placeOf } from '../../../contracts/office/district.ts';
import type { DocumentKind } from '../../../contracts/office/documents.ts';
import { sealedFields } from '../../../contracts/office/personal.ts';
import type { RegistryKind, RegistryList, RegistryQuery, RegistryRow } from '../../../contracts/office/registry.ts';
import { defined } from '../../../contracts/shapes.ts';
import { rankOf, spell } from '../../../spelling/spelled.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

/** Fields by which documents name each other, and what they name. */
export const naming: readonly (readonly [field: string, kind: Exclude<DocumentKind, 'district' | 'policy'>])[] = [
  ['grid', 'grids'],
  ['courtyard', 'courtyards'],
  ['home', 'homes'],
  ['resident', 'residents'],
  ['responder', 'responders'],
  ['standIn', 'responders'],
  ['to', 'responders'],
  ['shift', 'shifts'],
  ['team', 'teams'],
  ['members', 'responders'],
  ['leader', 'responders'],
  ['keepers', 'responders'],
  ['holder', 'responders'],
  ['shows', 'devices'],
];

/** The ids that stand in a field, of one or of several. */
export const idsIn = (value: unknown): readonly string[] =>
  [value].flat().flatMap((one) => (typeof one === 'string' ? [one] : []));

type Doc = { id: string } & Record<string, unknown>;

/** Documents of a kind, as they are in memory. */
export function documentsOf({ bundle }: DistrictRegistry, kind: RegistryKind): readonly Doc[] {
  if (kind === 'policy') return [{ id: 'policy', ...bundle.policy }];
  return (kind === 'district' ? [bundle.district] : bundle[kind]) as readonly Doc[];
}

export function listOf(district: DistrictRegistry, kind: RegistryKind, query: RegistryQuery): RegistryList {
  const { q = '', after = '', limit = 200 } = query;
  const wanted = plainText(q);
  const found = documentsOf(district, kind).filter(
    (one) => fits(district, kind, one, query) && isCalled(district, kind, one, wanted),
  );
  const rows = found.filter(({ id }) => id > after).slice(0, limit);
  const last = rows.at(-1)?.id;
  const more = last !== undefined && (found.at(-1)?.id ?? '') > last;
  return {
    total: found.length,
    rows: rows.map((one) => rowOf(district, kind, one)),
    ...defined({ next: more ? last : undefined }),
  };
}

/** What a document is called where its name is no field of its own. */
export function saysOf(district: DistrictRegistry, kind: RegistryKind, one: Doc): string {
  const { name, responder, home, shift, plate, where } = one as Partial<
    Record<'name' | 'responder' | 'home' | 'shift' | 'plate' | 'where', string>
  >;
  if (kind === 'homes') return partsOf(placeOf(one.id, district)).join(' ');
  if (name !== undefined) return name;
  if (plate !== undefined) return plate;
  if (where !== undefined)
    return [district.courtyards.get(String(one.courtyard))?.name, where].filter(Boolean).join(' ');
  if (responder !== undefined) return district.responders.get(responder)?.name ?? responder;
  if (kind === 'devices' && home !== undefined) return partsOf(placeOf(home, district)).join(' ');
  if (kind === 'swaps') {
    const of = district.bundle.shifts.find(({ id }) => id === shift)?.responder ?? '';
    return district.responders.get(of)?.name ?? one.id;
  }
  return one.id;
}

/** What a field names; undefined where it names nothing that is there. */
export function documentNamed(district: DistrictRegistry, kind: RegistryKind, id: unknown): Doc | undefined {
  if (typeof id !== 'string') return undefined;
  const { homes, courtyards, grids, responders, residents } = district;
  const maps: Partial<Record<RegistryKind, ReadonlyMap<string, unknown>>> = {
    homes,
    courtyards,
    grids,
    responders,
    residents,
  };
  const map = maps[kind];
  return map ? (map.get(id) as Doc | undefined) : documentsOf(district, kind).find((one) => one.id === id);
}

function rowOf(district: DistrictRegistry, kind: RegistryKind, one: Doc): RegistryRow {
  const sealed = new Set(['locked', ...sealedFields(kind)]);
  const document = Object.fromEntries(Object.entries(one).filter(([field]) => !sealed.has(field)));
  const names = naming.flatMap(([field, of]) => {
    const named = idsIn(one[field]).flatMap((id) => documentNamed(district, of, id) ?? []);
    return named.length > 0 ? [[field, named.map((each) => saysOf(district, of, each)).join('、')] as const] : [];
  });
  return { id: one.id, says: saysOf(district, kind, one), names: Object.fromEntries(names), document };
}

/** What lies where: a home in a courtyard, a courtyard in a grid, a resident in a home. */
function fits(district: DistrictRegistry, kind: RegistryKind, one: Doc, query: RegistryQuery): boolean {
  const own = one as Partial<Record<'grid' | 'courtyard' | 'home' | 'resident' | 'responder', string>>;
  const home = kind === 'homes' ? one.id : kind === 'devices' ? district.homeOf(one.id) : own.home;
  const courtyard = kind === 'courtyards' ? one.id : (own.courtyard ?? district.homes.get(home ?? '')?.courtyard);
  const grid = kind === 'grids' ? one.id : (own.grid ?? district.courtyards.get(courtyard ?? '')?.grid);
  const is = {
    grid,
    courtyard,
    home,
    resident: kind === 'residents' ? one.id : own.resident,
    responder: own.responder,
  };
  return (Object.keys(is) as (keyof typeof is)[]).every((key) => query[key] === undefined || query[key] === is[key]);
}

function isCalled(district: DistrictRegistry, kind: RegistryKind, one: Doc, wanted: string): boolean {
  if (wanted === '' || one.id.includes(wanted)) return true;
  const person = kind === 'residents' || kind === 'responders';
  const parts = [saysOf(district, kind, one)];
  // Whoever looks for a person finds what they are in, or have.
  for (const field of ['members', 'keepers', 'holder'])
    for (const id of idsIn(one[field])) parts.push(district.responders.get(id)?.name ?? '');
  if (kind === 'residents') parts.push(...partsOf(placeOf(String(one.home), district)));
  return parts.some((part) => rankOf(wanted, spell([part], person ? 'person' : 'place')) < Infinity);
}

/** Whom a list, or a document, shows. A home's card tells how one comes in to whoever lives there. */
export function shownBy({ residentsOf, bundle }: ShownIn, kind: RegistryKind, ids: readonly string[]): string[] {
  if (kind === 'residents') return [...ids];
  if (kind === 'homes') return ids.flatMap((id) => residentsOf(id).map((one) => one.id));
  if (kind !== 'devices') return [];
  const devices = new Set(ids);
  return bundle.devices.flatMap(({ id, resident }) => (devices.has(id) && resident !== undefined ? [resident] : []));
}
type ShownIn = { residentsOf: (home: string) => readonly { id: string }[]; bundle: CommunityBundle };
