// Streets that cross without a vertex in common. On the map they look joined; nobody can turn there, as on a bridge. A town has twenty thousand
// stretches of street: each is held only against those that lie in the same square.
import type { Road } from '../contracts/office/community.ts';
import type { LonLat } from '../contracts/position.ts';
import { crossingOf, type Segment } from './rings.ts';

export type StreetCrossing = { streets: readonly [string, string]; at: LonLat };

/** More are one mistake, made again and again. */
const crossingsAtMost = 200;

type Stretch = Segment & { street: string };

/** Each place where two streets cross and share no vertex. Water is no street. */
export function streetCrossings(roads: readonly Road[]): StreetCrossing[] {
  const stretches = roads
    .filter(({ kind }) => kind !== 'water')
    .flatMap(({ id, line }) =>
      line.flatMap((b, i): Stretch[] => {
        const a = line[i - 1];
        return a === undefined ? [] : [{ street: id, a, b }];
      }),
    );
  const found = new Map<string, StreetCrossing>();
  const { squares, long } = squaresOf(stretches);
  for (const [one, other] of pairsOf(squares, long, stretches)) {
    const at = one.street === other.street ? undefined : crossingOf(one, other);
    if (at) found.set(String(at), { streets: [one.street, other.street], at }); // in two squares it is still one
    if (found.size >= crossingsAtMost) break;
  }
  return [...found.values()];
}

function* pairsOf(
  squares: Iterable<readonly Stretch[]>,
  long: readonly Stretch[],
  all: readonly Stretch[],
): Iterable<readonly [Stretch, Stretch]> {
  for (const square of squares)
    for (const [i, one] of square.entries()) for (let n = 0; n < i; n++) yield [square[n] as Stretch, one];
  for (const one of long) for (const other of all) yield [one, other];
}

/** A stretch that reaches over more squares is held against all: there are few, such as one with a mistyped end. */
const squaresAtMost = 64;

/** Squares some stretches wide, each with what may lie in it. */
function squaresOf(stretches: readonly Stretch[]): { squares: Iterable<readonly Stretch[]>; long: Stretch[] } {
  const lengths = stretches.map(({ a, b }) => Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1])));
  const side = 2 * (lengths.sort((x, y) => x - y)[Math.floor(lengths.length / 2)] ?? 1) || 1;
  const squares = new Map<string, Stretch[]>();
  const long: Stretch[] = [];
  for (const stretch of stretches) {
    const { a, b } = stretch;
    const [left, right] = spanOf(a[0], b[0], side);
    const [bottom, top] = spanOf(a[1], b[1], side);
    if ((right - left + 1) * (top - bottom + 1) > squaresAtMost) {
      long.push(stretch);
      continue;
    }
    for (let x = left; x <= right; x++)
      for (let y = bottom; y <= top; y++) {
        const square = squares.get(`${x}/${y}`);
        if (square) square.push(stretch);
        else squares.set(`${x}/${y}`, [stretch]);
      }
  }
  return { squares: squares.values(), long };
}

const spanOf = (one: number, other: number, side: number): [first: number, last: number] => [
  Math.floor(Math.min(one, other) / side),
  Math.floor(Math.max(one, other) / side),
];
