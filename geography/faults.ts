// What is wrong with the map of a district, and where: for the picture of whoever draws it, and (drawing.ts) for the door that refuses it.
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { LonLat, Ring } from '../contracts/position.ts';
import { coverageOf, enclosesNothing } from './coverage.ts';
import { streetCrossings } from './crossings.ts';
import { middleOf, nearestOnSegment } from './distance.ts';
import { networksOf, type Street } from './islands.ts';
import { outsideOf } from './outside.ts';
import { insideOf, knotsOf } from './rings.ts';

export type Drawn = Pick<CommunityBundle, 'grids' | 'blocks' | 'roads' | 'courtyards'>;
/** A document that is drawn. */
export type DrawnName = { kind: keyof Drawn; id: string };

/**
 * One fault. `of`: what it is about, the first is where it is mended; `at`: where to look. An error is refused, a warning is for a human to judge.
 */
export type Fault = { severity: 'error' | 'warning'; of: readonly DrawnName[]; at: LonLat } & (
  | { kind: 'empty' }
  | { kind: 'crossing' | 'touching' }
  | { kind: 'overlap'; areas: readonly Ring[]; squareMetres: number }
  | { kind: 'gap'; areas: readonly Ring[]; squareMetres: number }
  | { kind: 'unseen' }
  | { kind: 'island'; lines: readonly (readonly LonLat[])[] }
  | { kind: 'crossed' }
  | { kind: 'outside'; belongs: string | undefined }
);

/** Everything that is wrong, the errors first. */
export function faultsOf(drawn: Drawn): Fault[] {
  const found = [
    ...ringFaults('grids', drawn.grids),
    ...ringFaults('blocks', drawn.blocks),
    ...coverFaults(drawn),
    ...outsideFaults(drawn),
    ...streetFaults(drawn),
  ];
  return [...found.filter(({ severity }) => severity === 'error'), ...found.filter((one) => one.severity !== 'error')];
}

/** Outlines by themselves. A block is only drawn: nobody is sent by it. */
export function ringFaults(kind: 'grids' | 'blocks', documents: readonly { id: string; ring: Ring }[]): Fault[] {
  const severity = kind === 'grids' ? ('error' as const) : ('warning' as const);
  return documents.flatMap(({ id, ring }): Fault[] => {
    const of = [{ kind, id }];
    const knots = knotsOf(ring);
    if (knots.length === 0)
      return enclosesNothing(ring) ? [{ kind: 'empty', severity, of, at: ring[0] ?? [0, 0] }] : [];
    return knots.map(({ at, crosses }) =>
      crosses ? { kind: 'crossing', severity, of, at } : { kind: 'touching', severity: 'warning', of, at },
    );
  });
}

/** Between grids. */
export function coverFaults({ grids, blocks }: Pick<Drawn, 'grids' | 'blocks'>): Fault[] {
  const { overlaps, gaps, unseen } = coverageOf({ grids, blocks });
  const named = (ids: readonly string[]): DrawnName[] => ids.map((id) => ({ kind: 'grids', id }));
  const [first] = grids;
  return [
    ...overlaps.map(({ grids: of, areas, squareMetres, wide }): Fault => {
      const severity = wide ? 'error' : 'warning';
      return { kind: 'overlap', severity, of: named(of), at: insideOf(areas[0] ?? []), areas, squareMetres };
    }),
    ...gaps.map(({ grids: of, area, squareMetres }): Fault => {
      return { kind: 'gap', severity: 'warning', of: named(of), at: insideOf(area), areas: [area], squareMetres };
    }),
    ...(unseen && first
      ? [{ kind: 'unseen' as const, severity: 'warning' as const, of: named([first.id]), at: insideOf(first.ring) }]
      : []),
  ];
}

function outsideFaults({ grids, courtyards }: Drawn): Fault[] {
  return outsideOf(grids, courtyards).map(({ yard, belongs }) => {
    return {
      kind: 'outside',
      severity: 'error',
      of: [{ kind: 'courtyards', id: yard.id }],
      at: yard.position,
      belongs,
    };
  });
}

function streetFaults({ roads }: Drawn): Fault[] {
  const { mainland, islands } = networksOf(roads);
  const named = (ids: readonly string[]): DrawnName[] => ids.map((id) => ({ kind: 'roads', id }));
  return [
    ...islands.map((island): Fault => {
      const lines = island.map(({ line }) => line);
      const of = named(island.map(({ id }) => id));
      return { kind: 'island', severity: 'warning', of, at: nearestCorner(island, mainland), lines };
    }),
    ...streetCrossings(roads).map(({ streets, at }): Fault => {
      return { kind: 'crossed', severity: 'warning', of: named(streets), at };
    }),
  ];
}

/** Of an island as long as a town the first ones do. */
const cornersTried = 200;

/** The corner of an island that is nearest to the other streets: there it is joined. */
function nearestCorner(island: readonly Street[], mainland: readonly Street[]): LonLat {
  const corners = island.flatMap(({ line }) => line).slice(0, cornersTried);
  let best: { at: LonLat; metres: number } | undefined;
  for (const at of corners)
    for (const { line } of mainland)
      line.forEach((to, i) => {
        const from = line[i - 1];
        if (from === undefined) return;
        const { metres } = nearestOnSegment(from, to, at);
        if (!best || metres < best.metres) best = { at, metres };
      });
  return best?.at ?? middleOf(corners) ?? [0, 0];
}
