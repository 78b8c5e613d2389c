// The one median of reports and previews.

/** Nearest rank: of an even number the lower one of the middle, so that it is a time that somebody took. Undefined of none. */
export function percentile(ascending: readonly number[], share: number): number | undefined {
  return ascending[Math.max(0, Math.ceil(ascending.length * share) - 1)];
}

/** Of numbers in any order. */
export const medianOf = (values: readonly number[]): number | undefined =>
  percentile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
