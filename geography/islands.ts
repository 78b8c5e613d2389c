// Streets that no street leads to. A line that crosses another without a vertex in common looks joined on the map and is not: whoever
// lives there is reached "as the crow flies", looks nearer than they are, and the wrong one is sent. An import says where.
import { UndirectedGraph } from 'graphology';
import { connectedComponents } from 'graphology-components';
import type { CommunityBundle, Road } from '../contracts/office/community.ts';
import type { Problem } from '../contracts/office/problem.ts';
import type { LonLat } from '../contracts/position.ts';
import { lengthOf, nearestOnSegment } from './distance.ts';

type Places = Pick<CommunityBundle, 'roads' | 'courtyards' | 'homes' | 'responders'>;
/** A road with its place in the bundle. */
export type Street = Road & { n: number };
type Segment = { from: LonLat; to: LonLat; of: Street };

/** Warns of each part of the network that is not joined to the longest one, and of whoever is nearest to such a part. */
export function checkRoads(places: Places): Problem[] {
  const { mainland, islands } = networksOf(places.roads);
  if (islands.length === 0) return [];
  const nearest = nearestIsland(mainland, islands.flat());
  const strand = (path: string, field: string, id: string, position: LonLat | undefined): Problem[] => {
    const street = position && nearest(position);
    const reason = `"${id}" is nearest to "${street?.name}", which no other street leads to: travel times are as the crow flies`;
    return street ? [{ severity: 'warning', path, field, reason }] : [];
  };
  return [
    ...islands.map(asProblem),
    ...places.courtyards.flatMap(({ id, position }, i) => strand(`/courtyards/${i}`, 'position', id, position)),
    ...places.homes.flatMap(({ id, position }, i) => strand(`/homes/${i}`, 'position', id, position)),
    ...places.responders.flatMap(({ id, base }, i) => strand(`/responders/${i}`, 'base', id, base)),
  ];
}

function asProblem(island: readonly Street[]): Problem {
  const [first, ...others] = island;
  const names = others.slice(0, 3).map(({ name }) => `"${name}"`);
  const more = others.length > names.length ? [`${others.length - names.length} more`] : [];
  const together = others.length > 0 ? ` (together with ${[...names, ...more].join(', ')})` : '';
  return {
    severity: 'warning',
    path: `/roads/${first?.n}`,
    field: 'line',
    reason: `"${first?.name}"${together} is not joined to the other streets: where it meets one, both lines need the same vertex`,
  };
}

/** The longest network of streets, and those that are not joined to it. */
export function networksOf(roads: readonly Road[]): { mainland: readonly Street[]; islands: readonly Street[][] } {
  const [mainland = [], ...islands] = partsOf(roads);
  return { mainland, islands };
}

/** The streets by what can be reached from each other, the longest network first. */
function partsOf(roads: readonly Road[]): Street[][] {
  const streets = roads.map((road, n): Street => ({ ...road, n })).filter(({ kind }) => kind !== 'water');
  const graph = new UndirectedGraph();
  for (const { line } of streets)
    line.forEach((to, i) => {
      graph.mergeNode(`${to}`);
      const from = line[i - 1];
      if (from !== undefined && `${from}` !== `${to}`) graph.mergeEdge(`${from}`, `${to}`);
    });
  const partOf = new Map(
    connectedComponents(graph).flatMap((nodes, part) => nodes.map((node) => [node, part] as const)),
  );
  const parts = new Map<number | undefined, Street[]>();
  for (const street of streets) {
    const part = partOf.get(`${street.line[0]}`);
    const known = parts.get(part);
    if (known) known.push(street);
    else parts.set(part, [street]);
  }
  const metres = (part: readonly Street[]): number => part.reduce((sum, { line }) => sum + lengthOf(line), 0);
  return [...parts.values()].sort((a, b) => metres(b) - metres(a));
}

/** The street of an island that somebody joins, where no other street is as near. */
function nearestIsland(mainland: readonly Street[], islands: readonly Street[]) {
  const [joined, apart] = [segmentsOf(mainland), segmentsOf(islands)];
  const metresTo = ({ from, to }: Segment, position: LonLat): number => nearestOnSegment(from, to, position).metres;
  return (position: LonLat): Street | undefined => {
    let best: { metres: number; of: Street } | undefined;
    for (const segment of apart) {
      const metres = metresTo(segment, position);
      if (!best || metres < best.metres) best = { metres, of: segment.of };
    }
    const found = best;
    return found && !joined.some((segment) => metresTo(segment, position) <= found.metres) ? found.of : undefined;
  };
}

const segmentsOf = (streets: readonly Street[]): Segment[] =>
  streets.flatMap((of) =>
    of.line.flatMap((to, i) => {
      const from = of.line[i - 1];
      return from === undefined ? [] : [{ from, to, of }];
    }),
  );
