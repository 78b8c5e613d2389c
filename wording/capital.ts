// Names in the tables begin small, as they stand inside a sentence; where one begins a line it is written large.

/** With a capital first letter; Chinese stays as it is. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Every name of a table so. */
export const capitals = <T extends Readonly<Record<string, string>>>(table: T): T =>
  Object.fromEntries(Object.entries(table).map(([code, name]) => [code, capital(name)])) as T;
