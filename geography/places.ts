// Whether the places of a district can be true: a position of 0,0 is a missing one, one on another continent a mistyped one, and
// figures in the wrong order put a whole community on the ice. Believed, they make somebody hours away, or nobody a neighbour.
import type { CommunityBundle } from '../contracts/office/community.ts';
import { error, type Problem, warning } from '../contracts/office/problem.ts';
import type { LonLat } from '../contracts/position.ts';
import { farBetween } from './distance.ts';
import { checkDrawing } from './drawing.ts';
import { neighboursOf } from './neighbours.ts';
import { outsideOf } from './outside.ts';

type Places = Pick<
  CommunityBundle,
  | 'district'
  | 'grids'
  | 'blocks'
  | 'roads'
  | 'courtyards'
  | 'servicePoints'
  | 'homes'
  | 'responders'
  | 'gateHouses'
  | 'boards'
  | 'policy'
>;

/** The positions of a field, one or a whole line, and where it stands. */
type Placed = { path: string; field: string; positions: readonly LonLat[] };

/** Degrees around 0,0, in the Gulf of Guinea: there is nobody. */
const nowhereDegrees = 0.01;
/** A home is behind the gate of its courtyard. */
const homeFarthestMetres = 5_000;
/** No community is wider, and nobody who is asked comes from further; the latter may still be meant. */
const [farthestMetres, farMetres] = [100_000, 30_000];

/** Everything about the places of a district that cannot be true, or is not likely. */
export function checkPlaces(places: Places): Problem[] {
  const all = placesOf(places);
  return [
    ...all.flatMap(missing),
    ...courtyardsOutside(places),
    ...homesFarOff(places),
    ...farFromTheRest(places, all),
    ...otherOrder(places),
    ...checkDrawing(places),
    ...lonelyGrids(places),
  ];
}

const isNowhere = ([lon, lat]: LonLat): boolean => Math.abs(lon) < nowhereDegrees && Math.abs(lat) < nowhereDegrees;

function missing({ path, field, positions }: Placed): Problem[] {
  const nowhere = positions.find(isNowhere);
  if (!nowhere) return [];
  return [
    error(path, field, `is ${nowhere.join(',')}, which stands for a missing position: measure it, or leave it out`),
  ];
}

/** Every position in the files. */
function placesOf(places: Places): Placed[] {
  const many = (path: string, field: string, positions: readonly LonLat[]): Placed => ({ path, field, positions });
  const one = (path: string, field: string, position: LonLat | undefined): Placed[] =>
    position === undefined ? [] : [many(path, field, [position])];
  const { grids, blocks, roads, courtyards, servicePoints, homes, responders, gateHouses, boards } = places;
  return [
    ...grids.flatMap(({ ring, label }, i) => [
      many(`/grids/${i}`, 'ring', ring),
      ...one(`/grids/${i}`, 'label', label),
    ]),
    ...blocks.flatMap(({ ring, label }, i) => [
      many(`/blocks/${i}`, 'ring', ring),
      ...one(`/blocks/${i}`, 'label', label),
    ]),
    ...roads.map(({ line }, i) => many(`/roads/${i}`, 'line', line)),
    ...courtyards.flatMap(({ position }, i) => one(`/courtyards/${i}`, 'position', position)),
    ...servicePoints.flatMap(({ position }, i) => one(`/servicePoints/${i}`, 'position', position)),
    ...homes.flatMap(({ position }, i) => one(`/homes/${i}`, 'position', position)),
    ...responders.flatMap(({ base }, i) => one(`/responders/${i}`, 'base', base)),
    ...gateHouses.flatMap(({ position }, i) => one(`/gateHouses/${i}`, 'position', position)),
    ...boards.flatMap(({ position }, i) => one(`/boards/${i}`, 'position', position)),
  ];
}

/** The commonest way to a wrong datum or swapped figures, and the cheapest to notice. */
function courtyardsOutside({ grids, courtyards }: Places): Problem[] {
  const known = courtyards.filter(({ position }) => !isNowhere(position));
  return outsideOf(grids, known).map(({ yard, belongs }) => {
    const where = belongs === undefined ? 'in no grid (another datum, or lon and lat swapped?)' : `in "${belongs}"`;
    return error(
      `/courtyards/${courtyards.indexOf(yard)}`,
      'position',
      `lies outside its grid "${yard.grid}": it is ${where}`,
    );
  });
}

function homesFarOff({ courtyards, homes }: Places): Problem[] {
  const yards = new Map(courtyards.map(({ id, position }) => [id, position]));
  return homes.flatMap(({ courtyard, position }, i) => {
    const gate = yards.get(courtyard);
    if (!gate || !position || isNowhere(position) || isNowhere(gate)) return [];
    const metres = farBetween(gate, position);
    return metres > homeFarthestMetres
      ? [
          error(
            `/homes/${i}`,
            'position',
            `lies ${inKm(metres)} from its courtyard "${courtyard}"${swapHint(position, gate)}`,
          ),
        ]
      : [];
  });
}

/** `homes` and `courtyards` are measured by what they belong to. */
function farFromTheRest({ grids }: Places, all: readonly Placed[]): Problem[] {
  if (grids.length === 0) return []; // a community begins with nothing
  const rest = medianOf(grids.flatMap(({ ring }) => ring));
  return all.flatMap(({ path, field, positions }) => {
    if (positions.some(isNowhere) || path.startsWith('/homes/') || path.startsWith('/courtyards/')) return [];
    const { position, metres } = farthestOf(positions, rest);
    const reason = `lies ${inKm(metres)} from the grids${swapHint(position, rest)}`;
    if (metres > farthestMetres) return [error(path, field, reason)];
    return metres > farMetres ? [warning(path, field, reason)] : [];
  });
}

function farthestOf(positions: readonly LonLat[], from: LonLat): { position: LonLat; metres: number } {
  let farthest = { position: from, metres: 0 };
  for (const position of positions) {
    const metres = farBetween(from, position);
    if (metres > farthest.metres) farthest = { position, metres };
  }
  return farthest;
}

/** One wrong figure does not move it. */
function medianOf(positions: readonly LonLat[]): LonLat {
  const middle = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return [middle(positions.map(([lon]) => lon)), middle(positions.map(([, lat]) => lat))];
}

const swapHint = ([lon, lat]: LonLat, rest: LonLat): string =>
  Math.abs(lon) <= 90 && farBetween([lat, lon], rest) < farthestMetres ? ' (lon and lat swapped?)' : '';

const inKm = (metres: number): string => `${Math.round(metres / 1000)} km`;

/** Degrees by which the sun of a zone may differ from where it is used; Xinjiang keeps the clock of Beijing. */
const clearlyBetterDegrees = 20;
const polarLatitude = 72;

/** With both figures in every position swapped nothing in the files contradicts it, only the zone does, or the ice. */
function otherOrder({ district, grids }: Places): Problem[] {
  const [lon, lat] = medianOf(grids.flatMap(({ ring }) => ring));
  const meridian = meridianOf(district.timeZone);
  if (meridian === undefined || Math.abs(lon) > 90 || isNowhere([lon, lat])) return [];
  const [asItIs, swapped] = [degreesBetween(lon, meridian), degreesBetween(lat, meridian)];
  const fitsSwapped = Math.abs(lon) <= polarLatitude && swapped + clearlyBetterDegrees < asItIs;
  if (!fitsSwapped && !(Math.abs(lat) > polarLatitude && Math.abs(lon) <= polarLatitude)) return [];
  const reason = `the grids lie at ${lon}° east, ${lat}° north; the other order fits ${district.timeZone} better: is every lon and lat swapped?`;
  return [warning('/grids/0', 'ring', reason)];
}

/** The longitude whose noon a zone keeps; undefined when it is no zone. */
function meridianOf(timeZone: string): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' });
    const offset = format.formatToParts(Date.UTC(2026, 0, 1)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])([0-9]+):([0-9]+)/.exec(offset) ?? [];
    return (sign === '-' ? -15 : 15) * (Number(hours) + Number(minutes) / 60);
  } catch {
    return undefined; // said by the check of the roster
  }
}

const degreesBetween = (lon: number, other: number): number => {
  const apart = Math.abs(lon - other) % 360;
  return Math.min(apart, 360 - apart);
};

/** Their neighbours are asked when their own coordinator does not come: nobody would be. */
function lonelyGrids({ grids, policy }: Places): Problem[] {
  const plan = policy.plans.find(({ tiers }) =>
    tiers.some(({ who }) => who.some(({ area }) => area === 'neighbour_grids')),
  );
  if (!plan) return [];
  const beside = neighboursOf(grids);
  return grids.flatMap(({ id }, i) =>
    beside.get(id)?.size === 0
      ? [
          warning(
            `/grids/${i}`,
            'ring',
            `"${id}" shares no border with another grid: the neighbours in plan "${plan.id}" would be nobody`,
          ),
        ]
      : [],
  );
}
