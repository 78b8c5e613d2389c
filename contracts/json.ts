// What was written down or sent and cannot be read counts as absent: it costs itself, not whoever asked for several, and never a process.
// Of what lies in the store (a damaged disk, a newer program, a hand in Redis) who may come in is then kept out, for a way in that nobody can
// read is none; the auditor looks for it once a minute and raises `stored_unreadable` (store/unreadable.ts).

/** A compiled schema, as much of it as is needed. */
type Check<T> = { Check(value: unknown): value is T };

/** JSON as a value; undefined for what is none. */
export function parsed(text: string | null | undefined): unknown {
  if (text === null || text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // damaged: as if it were not there
  }
}

/** A value of this schema; undefined where there is none that can be read. */
export function readAs<T>(check: Check<T>, text: string | null | undefined): T | undefined {
  const value = parsed(text);
  return check.Check(value) ? value : undefined;
}

/** Of several those that can be read, in their order. */
export const readEach = <T>(check: Check<T>, texts: readonly (string | null | undefined)[]): T[] =>
  texts.flatMap((text) => readAs(check, text) ?? []);
