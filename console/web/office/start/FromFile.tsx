// Grids from a GeoJSON file, pasted or chosen: tried and brought in as every file is (registry/useSheet.ts).
import { useRef } from 'preact/hooks';
import { Trouble } from '../../look/Trouble.tsx';
import { FileDatumChoice } from '../registry/Sheet.tsx';
import { Bring, Findings } from '../registry/SheetFindings.tsx';
import { useSheet } from '../registry/useSheet.ts';
import { pauseMs } from '../typing.ts';
import type { StepProps } from './stepProps.ts';
import { startWords } from './words.ts';

export function FromFile({ saved }: StepProps) {
  const s = startWords.value;
  const { told, doing, trouble, datum, take, setDatum, bring } = useSheet('grids', () => saved());
  return (
    <details class="from-file">
      <summary>{s.grids.file}</summary>
      <div class="fields sheet">
        <Given take={take} />
        <FileDatumChoice datum={datum} set={setDatum} />
        <Trouble says={trouble} />
        {doing !== '' && (
          <p role="status">
            {doing} <progress aria-label={doing} />
          </p>
        )}
        {told && (
          <>
            <Findings told={told} />
            {!told.applied && <Bring told={told} bring={bring} />}
          </>
        )}
      </div>
    </details>
  );
}

function Given({ take }: { take: (file: File | undefined) => void }) {
  const s = startWords.value;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(take); // another datum may be chosen within the pause
  latest.current = take;
  const pasted = (text: string): void => {
    clearTimeout(timer.current);
    const file = text.trim() === '' ? undefined : new File([text], 'grids.geojson');
    timer.current = setTimeout(() => latest.current(file), pauseMs);
  };
  return (
    <>
      <div class="field">
        <label for="start-geojson">{s.grids.paste}</label>
        <textarea
          id="start-geojson"
          name="geojson"
          rows={6}
          onInput={({ currentTarget }) => pasted(currentTarget.value)}
        />
      </div>
      <div class="field">
        <label for="start-geojson-file">{s.grids.choose}</label>
        <input
          id="start-geojson-file"
          type="file"
          accept=".geojson,.json,application/geo+json,application/json"
          onChange={({ currentTarget }) => take(currentTarget.files?.[0])}
        />
      </div>
    </>
  );
}
