// Whom the names of calendars and lists mean, as somebody has said in this browser: asked once, known for the next file.
import type { SheetAnswer } from '../../../../contracts/office/sheet.ts';
import { keepValue, keptValue } from '../../live/memory.ts';

/** By the name as the file has it, the id of the person. */
export type Meant = Readonly<Record<string, string>>;

const key = 'yjt-sheet-people';
/** The oldest go: names of a calendar that nobody sends any more. */
const keptAtMost = 300;

/** Something else's leftovers, or another program's, are none. */
export function meantBefore(): Meant {
  const value = keptValue(key);
  const isOurs = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isOurs ? Object.fromEntries(Object.entries(value).filter(([, id]) => typeof id === 'string')) : {};
}

export function rememberMeant(next: Meant): void {
  const { ...all } = meantBefore() as Record<string, string>;
  for (const text of Object.keys(next)) delete all[text]; // said anew: the newest again
  keepValue(key, Object.fromEntries(Object.entries({ ...all, ...next }).slice(-keptAtMost)));
}

/** What is known of the names of this file, by their numbers, as it is sent; undefined: nothing is. An empty id: whom we find by ourselves. */
export function numbersOf({ people = [] }: SheetAnswer, meant: Meant): string | undefined {
  const known = people.flatMap(({ text }, n) => (meant[text] ? [[String(n), meant[text]] as const] : []));
  return known.length === 0 ? undefined : JSON.stringify(Object.fromEntries(known));
}
