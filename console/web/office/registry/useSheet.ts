// A file that was chosen, what the server said of it last, and what is being done.
import { useState } from 'preact/hooks';
import type { Datum } from '../../../../contracts/office/datum.ts';
import type { SheetAnswer } from '../../../../contracts/office/sheet.ts';
import type { SheetKind } from '../../../../contracts/office/sheetKinds.ts';
import { keepValue, keptValue } from '../../live/memory.ts';
import { words } from '../../words/words.ts';
import { sendFile } from './sendFile.ts';
import { type Meant, meantBefore, numbersOf, rememberMeant } from './sheetMeant.ts';
import { registryWords } from './words.ts';

export type Columns = Readonly<Record<string, number>>;
/** Of its positions; empty: as the file itself says. */
export type FileDatum = Datum | '';
export type Sheets = ReturnType<typeof useSheet>;

/** `people`: whom the names of the file mean (sheetMeant.ts). */
type Asked = { columns?: Columns; datum: FileDatum; people?: string; apply?: true; goodOnly?: boolean };

export function useSheet(kind: SheetKind, changed: (says: string) => void) {
  const r = registryWords.value;
  const [file, setFile] = useState<File>();
  const [datum, setDatum] = useState<FileDatum>('');
  const [told, setTold] = useState<SheetAnswer>();
  const [doing, setDoing] = useState('');
  const [trouble, setTrouble] = useState('');

  async function ask(of: File, asked: Asked): Promise<void> {
    setDoing(asked.apply ? r.sheet.bringing : r.sheet.reading);
    setTrouble('');
    const query = new URLSearchParams({
      ...(asked.apply && { apply: 'true' }),
      ...(asked.goodOnly && { goodOnly: 'true' }),
      ...(asked.datum !== '' && { datum: asked.datum }),
      ...(asked.columns && { columns: JSON.stringify(asked.columns) }),
      ...(asked.people && { people: asked.people }),
      file: of.name.slice(0, 100),
    });
    const answer = await sendFile<SheetAnswer>(`/api/v1/office/registry/${kind}/sheet?${query}`, of);
    setDoing('');
    if (!answer.ok) return setTrouble(answer.message || words.value.notSent);
    // Whom a name means was said for an earlier file: which names this one has is known only now.
    const people = asked.people ?? numbersOf(answer.value, meantBefore());
    if (people !== asked.people) return ask(of, { ...asked, ...(people && { people }) });
    setTold(answer.value);
    if (asked.columns) remember(kind, answer.value.head, asked.columns);
    if (answer.value.applied) changed(r.sheet.done(answer.value.made, answer.value.changed));
  }
  /** Once more, with what has been said of this file. */
  const again = (more: Partial<Asked> = {}): void => {
    if (file) void ask(file, { ...(told && { columns: told.columns }), datum, people: peopleOf(told), ...more });
  };
  return {
    told,
    doing,
    trouble,
    datum,
    take: (next: File | undefined): void => {
      setFile(next);
      setTold(undefined);
      setTrouble('');
      if (next) void ask(next, { datum });
    },
    setColumns: (columns: Columns): void => again({ columns }),
    setDatum: (next: FileDatum): void => {
      setDatum(next);
      again({ datum: next });
    },
    mean: (next: Meant): void => {
      rememberMeant(next);
      again();
    },
    bring: (goodOnly: boolean): void => again({ apply: true, goodOnly }),
  };
}

/** What is known of the names of a file, as it is sent; empty: nothing, and it is not asked for again. */
const peopleOf = (told: SheetAnswer | undefined): string => (told && numbersOf(told, meantBefore())) ?? '{}';

// Which column was what in a file with the same heads, in this browser.
const keyOf = (kind: SheetKind, head: readonly string[]): string => `yjt-sheet-${kind}-${head.join('|')}`;
function remember(kind: SheetKind, head: readonly string[], columns: Columns): void {
  keepValue(keyOf(kind, head), columns);
}
/** Something else's leftovers, or another program's, are none. */
export function recall(kind: SheetKind, head: readonly string[]): Record<string, number> | undefined {
  const value = keptValue(keyOf(kind, head));
  const isOurs =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((at) => Number.isInteger(at) && at < head.length);
  return isOurs ? (value as Record<string, number>) : undefined;
}
