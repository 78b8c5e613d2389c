// A spreadsheet into a list: which column is what, what would become of it, the broken rows, and then it is brought in, and taken back as one.
import './Sheet.css';
import { useState } from 'preact/hooks';
import type { SetUndone, SheetAnswer, SheetKind } from '../../../../contracts/office/sheet.ts';
import { call } from '../../live/api.ts';
import { keepValue, keptValue } from '../../live/memory.ts';
import { Button } from '../../look/Button.tsx';
import { Close } from '../../look/Close.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { sendFile } from './sendFile.ts';
import { registryWords } from './words.ts';

type Props = { kind: SheetKind; close: () => void; changed: (says: string) => void };

type Columns = Readonly<Record<string, number>>;

/** A file that was chosen, what the server said of it last, and what is being done. */
function useSheet(kind: SheetKind, changed: Props['changed']) {
  const r = registryWords.value;
  const [file, setFile] = useState<File>();
  const [told, setTold] = useState<SheetAnswer>();
  const [doing, setDoing] = useState('');
  const [trouble, setTrouble] = useState('');

  async function ask(of: File, columns?: Columns, more: Record<string, string> = {}): Promise<void> {
    setDoing(more.apply ? r.sheet.bringing : r.sheet.reading);
    setTrouble('');
    const chosen = columns && { columns: JSON.stringify(columns) };
    const query = new URLSearchParams({ ...more, file: of.name.slice(0, 100), ...chosen });
    const answer = await sendFile<SheetAnswer>(`/api/v1/office/registry/${kind}/sheet?${query}`, of);
    setDoing('');
    if (!answer.ok) return setTrouble(answer.message || words.value.notSent);
    setTold(answer.value);
    if (columns) remember(kind, answer.value.head, columns);
    if (answer.value.applied) changed(r.sheet.done(answer.value.made, answer.value.changed));
  }
  return {
    told,
    doing,
    trouble,
    take: (next: File | undefined): void => {
      setFile(next);
      setTold(undefined);
      if (next) void ask(next);
    },
    again: (columns: Columns): void => {
      if (file) void ask(file, columns);
    },
    bring: (goodOnly: boolean): void => {
      if (file) void ask(file, told?.columns, { apply: 'true', ...(goodOnly && { goodOnly: 'true' }) });
    },
  };
}

export function Sheet({ kind, close, changed }: Props) {
  const r = registryWords.value;
  const { told, doing, trouble, take, again, bring } = useSheet(kind, changed);
  const remembered = told && recall(kind, told.head);
  const title = r.sheet.title(r.kinds[kind]);
  return (
    <section class="document sheet" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Close says={r.close} onClose={close} />
      </header>
      <p>{r.sheet.says}</p>
      <p class="acts">
        {(['xlsx', 'csv'] as const).map((type) => (
          <a key={type} class="button" download href={`/api/v1/office/registry/${kind}/sheet.${type}`}>
            {r.sheet.out(type.toUpperCase())}
          </a>
        ))}
      </p>
      <label class="file">
        {r.sheet.choose}
        <input type="file" accept=".xlsx,.csv,.txt" onChange={({ currentTarget }) => take(currentTarget.files?.[0])} />
      </label>
      <Trouble says={trouble} />
      {doing !== '' && (
        <p role="status">
          {doing} <progress aria-label={doing} />
        </p>
      )}
      {told && (
        <>
          {remembered && JSON.stringify(remembered) !== JSON.stringify(told.columns) && (
            <Button class="button" does={() => again(remembered)} says={r.sheet.asLast} />
          )}
          <ColumnChoice told={told} choose={again} />
          <Findings told={told} />
          {told.applied ? <TakeBack set={told.set} changed={changed} /> : <Bring told={told} bring={bring} />}
        </>
      )}
    </section>
  );
}

function ColumnChoice({ told, choose }: { told: SheetAnswer; choose: (columns: Columns) => void }) {
  const r = registryWords.value;
  const { columns } = told;
  function set(field: string, value: string): void {
    const { [field]: _, ...rest } = columns;
    choose(value === '' ? rest : { ...rest, [field]: Number(value) });
  }
  return (
    <details open={told.fields.some(({ field, needed }) => needed && columns[field] === undefined)}>
      <summary>{r.sheet.columns(Object.keys(columns).length, told.head.length)}</summary>
      <table class="columns">
        <tbody>
          {told.fields.map(({ field, says, needed }) => (
            <tr key={field}>
              <th scope="row">
                {says}
                {needed && ' *'}
              </th>
              <td>
                <select
                  aria-label={says}
                  value={String(columns[field] ?? '')}
                  onChange={({ currentTarget }) => set(field, currentTarget.value)}
                >
                  <option value="">{r.sheet.noColumn}</option>
                  {told.head.map((name, i) => (
                    <option key={i} value={String(i)}>
                      {name}
                    </option>
                  ))}
                </select>
              </td>
              <td class="sample">{told.sample[0]?.[columns[field] ?? -1] ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function Findings({ told }: { told: SheetAnswer }) {
  const r = registryWords.value;
  return (
    <>
      <p class="findings" role="status">
        {r.sheet.found(told)}
      </p>
      {told.broken.length > 0 && (
        <table class="broken">
          <caption>{r.sheet.broken(told.brokenRows)}</caption>
          <thead>
            <tr>
              {r.sheet.brokenHeads.map((head) => (
                <th key={head}>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {told.broken.map(({ row, column, value, reason }) => (
              <tr key={`${row}/${column}/${reason}`}>
                <td>{row}</td>
                <td>{column}</td>
                <td>{value}</td>
                <td>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Bring({ told, bring }: { told: SheetAnswer; bring: (goodOnly: boolean) => void }) {
  const r = registryWords.value;
  const nothing = told.made + told.changed === 0;
  if (told.brokenRows === 0)
    return (
      <button class="button strong" type="button" disabled={nothing} onClick={() => bring(false)}>
        {r.sheet.bring}
      </button>
    );
  return (
    <>
      <p>{r.sheet.mendFirst}</p>
      <button class="button" type="button" disabled={nothing} onClick={() => bring(true)}>
        {r.sheet.bringGood(told.rows - told.brokenRows)}
      </button>
    </>
  );
}

function TakeBack({ set, changed }: { set: string | undefined; changed: (says: string) => void }) {
  const r = registryWords.value;
  const [said, setSaid] = useState('');
  if (set === undefined) return null;
  async function back(): Promise<void> {
    const answer = await call<SetUndone>(`/api/v1/office/registry/sets/${set}/undo`, {});
    setSaid(
      answer.ok
        ? r.sheet.takenBack(answer.value.undone, answer.value.kept.length)
        : answer.message || words.value.notSent,
    );
    if (answer.ok) changed(r.sheet.takenBack(answer.value.undone, answer.value.kept.length));
  }
  return said === '' ? (
    <button class="button" type="button" onClick={() => void back()}>
      {r.sheet.takeBack}
    </button>
  ) : (
    <p role="status">{said}</p>
  );
}

// Which column was what in a file with the same heads, in this browser.
const keyOf = (kind: SheetKind, head: readonly string[]): string => `yjt-sheet-${kind}-${head.join('|')}`;
function remember(kind: SheetKind, head: readonly string[], columns: Readonly<Record<string, number>>): void {
  keepValue(keyOf(kind, head), columns);
}
/** Something else's leftovers, or another program's, are none. */
function recall(kind: SheetKind, head: readonly string[]): Record<string, number> | undefined {
  const value = keptValue(keyOf(kind, head));
  const isOurs =
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((at) => Number.isInteger(at) && at < head.length);
  return isOurs ? (value as Record<string, number>) : undefined;
}
