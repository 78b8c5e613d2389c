// A file into a list, and the list as a file: which column is what, what would become of it, the broken rows, and then it is brought in, and taken
// back as one.
import './Sheet.css';
import { useState } from 'preact/hooks';
import { datums } from '../../../../contracts/office/datum.ts';
import type { SetUndone, SheetAnswer } from '../../../../contracts/office/sheet.ts';
import { type DrawnKind, isDrawn, type SheetKind } from '../../../../contracts/office/sheetKinds.ts';
import { call } from '../../live/api.ts';
import { Button } from '../../look/Button.tsx';
import { Close } from '../../look/Close.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { positionWords } from '../map/positionWords.ts';
import { Bring, Findings } from './SheetFindings.tsx';
import { SheetPeople } from './SheetPeople.tsx';
import { type Columns, type FileDatum, recall, useSheet } from './useSheet.ts';
import { registryWords } from './words.ts';

type Props = { kind: SheetKind; close: () => void; changed: (says: string) => void };

export function Sheet({ kind, close, changed }: Props) {
  const r = registryWords.value;
  const { told, doing, trouble, datum, take, setColumns, setDatum, mean, bring } = useSheet(kind, changed);
  const remembered = told && recall(kind, told.head);
  const title = r.sheet.title(r.kinds[kind]);
  return (
    <section class="document sheet" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <Close says={r.close} onClose={close} />
      </header>
      <p>{isDrawn(kind) ? r.sheet.drawnSays : r.sheet.says}</p>
      {kind === 'shifts' && <p>{r.sheet.saysCalendar}</p>}
      <p class="acts">
        {(['xlsx', 'csv'] as const).map((type) => (
          <a key={type} class="button" download href={`/api/v1/office/registry/${kind}/sheet.${type}`}>
            {r.sheet.out(type.toUpperCase())}
          </a>
        ))}
      </p>
      {isDrawn(kind) && <FeaturesOut kind={kind} />}
      {isDrawn(kind) && <FileDatumChoice datum={datum} set={setDatum} />}
      <label class="file">
        {r.sheet.choose}
        <input
          type="file"
          accept={`.xlsx,.csv,.txt${isDrawn(kind) ? ',.geojson,.json' : kind === 'shifts' ? ',.ics' : ''}`}
          onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
        />
      </label>
      <Trouble says={trouble} />
      {doing !== '' && (
        <p role="status">
          {doing} <progress aria-label={doing} />
        </p>
      )}
      {told && (
        <>
          {told.of !== 'calendar' && remembered && JSON.stringify(remembered) !== JSON.stringify(told.columns) && (
            <Button class="button" does={() => setColumns(remembered)} says={r.sheet.asLast} />
          )}
          {told.of !== 'calendar' && <ColumnChoice told={told} choose={setColumns} />}
          {told.people && <SheetPeople told={told.people} mean={mean} />}
          <Findings told={told} />
          {told.applied ? <TakeBack set={told.set} changed={changed} /> : <Bring told={told} bring={bring} />}
        </>
      )}
    </section>
  );
}

/** In which datum it goes out. */
function FeaturesOut({ kind }: { kind: DrawnKind }) {
  const r = registryWords.value;
  const p = positionWords.value;
  return (
    <p class="acts">
      {datums.map((datum) => (
        <a
          key={datum}
          class="button"
          download
          title={p.datums[datum]}
          href={`/api/v1/office/registry/${kind}/sheet.geojson?datum=${datum}`}
        >
          {r.sheet.out(`GeoJSON · ${r.sheet.datums[datum]}`)}
        </a>
      ))}
    </p>
  );
}

export function FileDatumChoice({ datum, set }: { datum: FileDatum; set: (datum: FileDatum) => void }) {
  const r = registryWords.value;
  const p = positionWords.value;
  return (
    <div class="field">
      <label for="file-datum">{p.datum}</label>
      <select
        id="file-datum"
        name="file-datum"
        value={datum}
        onChange={({ currentTarget }) => set(currentTarget.value as FileDatum)}
      >
        <option value="">{r.sheet.datumOfFile}</option>
        {datums.map((one) => (
          <option key={one} value={one}>
            {p.datums[one]}
          </option>
        ))}
      </select>
    </div>
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
