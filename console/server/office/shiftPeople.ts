// Whom the names of a file of shifts mean: a calendar calls people as its writer does. What somebody has said of a name counts before what we find.
import { plainText } from '../../../contracts/asWritten.ts';
import { type Cell, cellText } from '../../../contracts/office/sheet.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

/** A name of the file; without `id` nobody knows whom it means. */
export type PersonNamed = { text: string; id?: string };

/**
 * Each name once, as they come.
 * @param column which one has them
 * @param said by the number of a name in this list, who is meant
 */
export function peopleIn(
  district: DistrictRegistry,
  rows: readonly (readonly Cell[])[],
  column: number | undefined,
  said: Readonly<Record<string, string>>,
): PersonNamed[] {
  const texts = [...new Set(rows.map((cells) => cellText(cells[column ?? -1] ?? '').trim()))].filter(Boolean);
  const people = district.bundle.responders.map(({ id, name }) => ({ id, called: callsOf(name) }));
  return texts.map((text, n) => {
    const chosen = said[String(n)];
    const id = chosen !== undefined && district.responders.has(chosen) ? chosen : found(text, people);
    return id === undefined ? { text } : { text, id };
  });
}

type Person = { id: string; called: string[] };

/** In full, and without what stands in brackets behind: 白师傅（门卫）. One character alone is in too many words. */
const callsOf = (name: string): string[] =>
  [...new Set([name, name.replace(/[（(].*$/, '')].map(plainText))].filter((one) => one.length >= 2);

/** Who is called exactly so, else the one person whose name stands in it; of 王协管员 and 协管员 the longer counts. */
function found(text: string, people: readonly Person[]): string | undefined {
  const plain = plainText(text);
  const exactly = people.filter(({ id, called }) => id === text || called.includes(plain));
  if (exactly.length > 0) return exactly.length === 1 ? exactly[0]?.id : undefined;
  const within = people.flatMap(({ id, called }) =>
    called.filter((one) => plain.includes(one)).map((one) => ({ id, long: one.length })),
  );
  const longest = Math.max(0, ...within.map(({ long }) => long));
  const ids = [...new Set(within.filter(({ long }) => long === longest).map(({ id }) => id))];
  return ids.length === 1 ? ids[0] : undefined;
}

/** The rows with the ids of whom they mean, where that is known. */
export function withPeople<T extends readonly Cell[]>(
  rows: readonly T[],
  column: number | undefined,
  people: readonly PersonNamed[],
): Cell[][] {
  const ids = new Map(people.map(({ text, id = text }) => [text, id]));
  return rows.map((cells) => cells.map((cell, i) => (i === column ? (ids.get(cellText(cell).trim()) ?? cell) : cell)));
}
