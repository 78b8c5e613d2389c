// What somebody bound to an area may not do by a set of changes (docs/decisions/041): what lies outside as it was or as it would be, what it
// newly names out there, and what would reach beyond it. And what others would suffer, said without naming them.
import type { CommunityBundle, Grid } from '../../../contracts/office/community.ts';
import { collections } from '../../../contracts/office/documents.ts';
import { type Reach, reachOf } from '../../../contracts/office/reach.ts';
import type { RightsArea } from '../../../contracts/session/area.ts';
import { edgesInCommon, hasEdge } from '../../../geography/borders.ts';
import type { Found, Tried } from './registryChange.ts';
import { idsIn, naming } from './registryList.ts';

type One = Tried[number];
/** `last`: what a document was before it was removed. `isWrong`: it is refused for what it is. */
type Districts = {
  before: CommunityBundle;
  next: CommunityBundle;
  last(standing: One['standing']): Doc | undefined;
  isWrong(change: One['change']): boolean;
};
type Doc = Readonly<Record<string, unknown>>;

/** They are asked by tiers of the whole community, wherever they belong. */
const ofTheWhole: ReadonlySet<string> = new Set([
  'emergency_squad',
  'health_desk',
  'doctor',
  'community_officer',
  'street_officer',
]);

/** Changes that leave the area, or reach beyond it; empty when none does. */
export function beyondArea(area: RightsArea, tried: Tried, districts: Districts): Found[] {
  const reaches = { was: reachOf(districts.before, area), will: reachOf(districts.next, area) };
  return tried.flatMap((one): Found[] => {
    const { kind, id } = one.change;
    const why = whyBeyond(one, { area, ...reaches, ...districts });
    return why ? [{ severity: 'error', kind, id, field: why[0], reason: why[1] }] : [];
  });
}

type Known = Districts & { area: RightsArea; was: Reach; will: Reach };

function whyBeyond({ change, standing, document }: One, known: Known): [field: string, reason: string] | undefined {
  const { kind, id } = change;
  const { was, will, area } = known;
  // Of a document that was removed the edits are still there, and would be read with whatever is made in its place.
  const stood = standing.version > 0 ? (standing.document ?? {}) : known.last(standing);
  if (stood !== undefined && !was.holds(kind, { ...stood, id })) return ['', isOutside];
  if (document !== null && !will.holds(kind, document)) return ['', isOutside];
  const isMadeOrRemoved = standing.version === 0 || document === null;
  if (isMadeOrRemoved && (kind === 'grids' || area.some((node) => node.kind === kind && node.id === id)))
    return ['id', 'is made and removed for the whole community'];
  if (
    kind === 'responders' &&
    ['role', 'otherRoles'].some((field) =>
      idsIn((standing.document ?? ({} as Doc))[field]).some((role) => ofTheWhole.has(role)),
    )
  )
    return ['role', 'works for the whole community'];
  if (document === null) return undefined;
  const now: Doc = standing.document ?? {};
  for (const [field, of] of naming)
    if (idsIn(document[field]).some((named) => !idsIn(now[field]).includes(named) && !will.knows(of, named)))
      return [field, 'names something outside your area'];
  if (kind === 'responders')
    for (const field of ['role', 'otherRoles'])
      if (idsIn(document[field]).some((role) => ofTheWhole.has(role) && !idsIn(now[field]).includes(role)))
        return [field, 'works for the whole community'];
  return kind === 'grids' && !known.isWrong(change) && movesBorder(document, known)
    ? ['ring', 'moves a border of a grid outside your area']
    : undefined;
}

const isOutside = 'lies outside your area';

function movesBorder({ id, ring }: Doc, { before, was }: Known): boolean {
  const drawn = before.grids.find((one) => one.id === id);
  const others = before.grids.filter((one) => !was.holds('grids', one)).map((one) => one.ring);
  return drawn !== undefined && edgesInCommon(drawn.ring, others).some((edge) => !hasEdge(ring as Grid['ring'], edge));
}

/**
 * Problems as somebody bound reads them. What is wrong out there is the fault of what they change, and a reason that names something out
 * there says only that there is something.
 */
export function withoutOutside(
  area: RightsArea,
  found: readonly Found[],
  tried: Tried,
  before: CommunityBundle,
): Found[] {
  const was = reachOf(before, area);
  const [first] = tried;
  if (first === undefined) return [];
  const { kind, id } = first.change;
  const changed = new Set(tried.map(({ change }) => `${change.kind}/${change.id}`));
  const outside = new Set(
    collections.flatMap((of) => before[of].filter((one) => !was.shows(of, one)).map((one) => one.id)),
  );
  const namesOutside = (reason: string): boolean => [...outside].some((named) => reason.includes(`"${named}"`));
  const seen = new Set<string>();
  return found.flatMap((one): Found[] => {
    if (
      !changed.has(`${one.kind}/${one.id}`) &&
      (outside.has(one.id) || one.kind === 'district' || one.kind === 'policy')
    ) {
      const told = { ...one, kind, id, field: '', reason: 'would break something outside your area' };
      if (seen.has(told.severity)) return [];
      seen.add(told.severity);
      return [told];
    }
    return [namesOutside(one.reason) ? { ...one, reason: 'clashes with something outside your area' } : one];
  });
}
