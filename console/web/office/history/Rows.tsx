// The list. Arrows move, Enter opens the story of the one that has the focus, Esc closes it.
import './Rows.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { HistoryRow } from '../../../../contracts/office/history.ts';
import type { AskedHistory } from '../address.ts';
import { ownWords } from '../language.ts';
import { Row } from './Row.tsx';

export function Rows({ asked, rows, close }: { asked: AskedHistory; rows: readonly HistoryRow[]; close: () => void }) {
  const o = ownWords.value;
  const table = useRef<HTMLTableElement>(null);
  const [chosen, setChosen] = useState<string | undefined>(asked.incident);
  const at = Math.max(
    0,
    rows.findIndex(({ id }) => id === chosen),
  );
  useEffect(() => {
    if (asked.incident !== undefined) return setChosen(asked.incident);
    // The story was closed by what stood in it: on from where it was opened.
    if (chosen !== undefined && document.activeElement === document.body)
      table.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [asked.incident]);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const step = stepOf(event);
      if (event.key === 'Escape' && asked.incident !== undefined) close();
      if (step === 0) return;
      event.preventDefault();
      // The first arrow goes to the row that is marked; the others go on from there.
      const inside = table.current?.contains(document.activeElement);
      const next = rows[Math.min(rows.length - 1, Math.max(0, inside ? at + step : at))];
      if (!next) return;
      setChosen(next.id);
      table.current?.querySelector<HTMLElement>(`[data-incident="${next.id}"] a`)?.focus();
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [rows, at, asked, close]);
  return (
    <table class="rows" ref={table}>
      <caption class="unseen">{o.list}</caption>
      <thead>
        <tr>
          {(Object.keys(o.columns) as (keyof typeof o.columns)[]).map((name) => (
            <th key={name} scope="col" class={`c-${name}`}>
              {o.columns[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => (
          <Row key={row.id} row={row} asked={asked} marked={i === at} mark={() => setChosen(row.id)} />
        ))}
      </tbody>
    </table>
  );
}

/** Nothing moves while somebody types or chooses. */
function stepOf({ key, target, ctrlKey, metaKey, altKey }: KeyboardEvent): -1 | 0 | 1 {
  if (ctrlKey || metaKey || altKey) return 0;
  if (target instanceof HTMLElement && target.closest('input, select, textarea, .story')) return 0;
  return key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
}
