// How many rows go into one statement. Few sizes make few statements, and those are used again.

/** The largest is well below what an engine takes: 32,766 values in SQLite, 65,535 in PostgreSQL. */
const sizes = [256, 32, 4, 1] as const;

/** Everything, in pieces of these sizes only, the largest first. */
export function piecesOf<T>(all: readonly T[]): T[][] {
  const pieces: T[][] = [];
  for (let at = 0; at < all.length; ) {
    const size = sizes.find((one) => one <= all.length - at) ?? 1;
    pieces.push(all.slice(at, at + size));
    at += size;
  }
  return pieces;
}
