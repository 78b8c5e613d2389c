// What is wrong with how a district is drawn, as the problems of an import and of a change: what the picture shows (faults.ts), in words. Of an
// error the words hold no figure: one that was there before, and is smaller now, is no new one.
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { Problem } from '../contracts/office/problem.ts';
import { streetCrossings } from './crossings.ts';
import { coverFaults, type DrawnName, type Fault, ringFaults } from './faults.ts';

type Places = Pick<CommunityBundle, 'grids' | 'blocks' | 'roads'>;

/** Faults of outlines and between grids, and streets that cross without a vertex in common. */
export function checkDrawing({ grids, blocks, roads }: Places): Problem[] {
  const index = {
    grids: new Map(grids.map(({ id }, i) => [id, i])),
    blocks: new Map(blocks.map(({ id }, i) => [id, i])),
    roads: new Map(roads.map(({ id }, i) => [id, i])),
  };
  const problem = ({ severity }: Pick<Fault, 'severity'>, { kind, id }: DrawnName, reason: string): Problem => ({
    severity,
    path: `/${kind}/${index[kind as keyof typeof index].get(id)}`,
    field: kind === 'roads' ? 'line' : 'ring',
    reason,
  });
  const faults = [...ringFaults('grids', grids), ...ringFaults('blocks', blocks), ...coverFaults({ grids, blocks })];
  const named = new Set<string>();
  const once = ({ path, reason }: Problem): boolean => named.size < named.add(`${path} ${reason}`).size;
  return [
    // A warning is told at each of them: whoever changes one of two is the one to judge it.
    ...faults.flatMap((fault) => {
      const of = fault.severity === 'error' ? fault.of.slice(-1) : fault.of;
      return of.map((one) => problem(fault, one, reasonOf(fault, otherThan(one, fault))));
    }),
    ...streetCrossings(roads).flatMap(({ streets: [one, other], at }) =>
      [
        [one, other],
        [other, one],
      ].map(([id = '', crossed = '']) =>
        problem({ severity: 'warning' }, { kind: 'roads', id }, crossedSays(crossed, at)),
      ),
    ),
  ].filter(once);
}

const otherThan = (one: DrawnName, { of }: Fault): string => of.find(({ id }) => id !== one.id)?.id ?? one.id;
const placeOf = (at: readonly number[]): string => at.map((degrees) => degrees.toFixed(6)).join(',');
const crossedSays = (other: string, at: readonly number[]): string =>
  `crosses "${other}" near ${placeOf(at)} without a vertex in common: nobody can turn there, unless it is a bridge`;

function reasonOf(fault: Fault, other: string): string {
  if (fault.kind === 'empty') return 'encloses nothing: its corners lie on one line';
  if (fault.kind === 'crossing') return 'crosses itself: part of it counts as outside';
  if (fault.kind === 'overlap')
    return fault.severity === 'error'
      ? `overlaps "${other}": a home there would lie in both`
      : `overlaps "${other}" by ${Math.round(fault.squareMetres)} m²: is one border drawn twice?`;
  if (fault.kind === 'gap')
    return `leaves a gap of ${Math.round(fault.squareMetres)} m² beside "${other}": whoever is there is in no grid`;
  if (fault.kind === 'unseen') return 'and the others have too many corners: overlaps and gaps are not looked for';
  return `crosses or touches itself near ${placeOf(fault.at)}: part of it counts as outside`;
}
