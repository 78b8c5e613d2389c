// A grid by hand: corner after corner on the map, or as they are typed.
import { useRef, useState } from 'preact/hooks';
import type { Datum } from '../../../../contracts/office/datum.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import { inWgs84 } from '../../../../geography/datum.ts';
import { insideOf } from '../../../../geography/rings.ts';
import { district } from '../district.ts';
import { DatumChoice, Line, Wrong } from '../map/Fields.tsx';
import { cornersIn, cornersOf, ringOf, textOf } from '../map/positions.ts';
import { SketchMap } from '../map/SketchMap.tsx';
import { idFor } from '../registry/useDocument.ts';
import { gridChange } from './gridChange.ts';
import { Foot } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { savedBy, useStep } from './useStep.ts';
import { startWords } from './words.ts';

export function Draw({ saved }: StepProps) {
  const s = startWords.value;
  const [id] = useState(() => idFor('grid'));
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [datum, setDatum] = useState<Datum>('wgs84');
  const middle = useRef<() => void>(() => undefined);
  const [first] = district.value?.grids ?? [];
  const typed = cornersIn(text);
  const corners = (typed ?? []).map((one) => inWgs84(one, datum));
  const ready = name.trim() !== '' && typed !== undefined && cornersOf(corners).length >= 3;
  const step = useStep(ready ? [gridChange(id, { name, ring: ringOf(corners) })] : undefined, [
    'grids/name',
    'grids/ring',
  ]);
  /** What is pointed at on our map is in our datum, and so is then the rest. */
  const put = (next: readonly LonLat[]): void => {
    setText(next.map(textOf).join('\n'));
    setDatum('wgs84');
  };
  const wrong = typed === undefined ? s.grids.cornersWrong : step.wrong('grids/ring');
  return (
    <form class="beside-map" onSubmit={savedBy(step, saved)}>
      <div class="fields">
        <Line
          name="grid-name"
          label={s.grids.name}
          value={name}
          set={setName}
          hint={s.grids.nameHint}
          wrong={step.wrong('grids/name')}
        />
        <Corners text={text} set={setText} wrong={wrong} />
        <DatumChoice name="corners-datum" value={datum} set={setDatum} />
        <Acts corners={corners} text={text} put={put} middle={() => middle.current()} />
        {corners.length > 0 && cornersOf(corners).length < 3 && <p class="hint">{s.grids.tooFew}</p>}
        <Foot step={step} act={s.grids.add} ready={ready} />
      </div>
      <SketchMap
        centre={corners.at(-1) ?? (first ? insideOf(first.ring) : (district.value?.district.centre ?? [104.06, 30.66]))}
        drawing={{ corners: cornersOf(corners), closed: true }}
        told={{ add: (at) => put([...corners, at]), move: (i, to) => put(corners.with(i, to)) }}
        lend={(sketch) => {
          middle.current = () => sketch.addMiddle();
        }}
      />
    </form>
  );
}

function Corners({ text, set, wrong }: { text: string; set: (text: string) => void; wrong: string | undefined }) {
  const s = startWords.value;
  return (
    <div class="field">
      <label for="start-corners">{s.grids.corners}</label>
      <textarea
        id="start-corners"
        name="corners"
        rows={6}
        value={text}
        aria-invalid={wrong !== undefined}
        aria-describedby={wrong === undefined ? undefined : 'start-corners-wrong'}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
      <Wrong id="start-corners-wrong" says={wrong} />
    </div>
  );
}

type ActsProps = {
  corners: readonly LonLat[];
  text: string;
  put: (corners: readonly LonLat[]) => void;
  middle: () => void;
};
function Acts({ corners, text, put, middle }: ActsProps) {
  const s = startWords.value;
  return (
    <p class="acts">
      <button class="button" type="button" onClick={() => middle()}>
        {s.grids.atCross}
      </button>
      <button class="button" type="button" disabled={corners.length === 0} onClick={() => put(corners.slice(0, -1))}>
        {s.grids.back}
      </button>
      <button class="button" type="button" disabled={text === ''} onClick={() => put([])}>
        {s.grids.clear}
      </button>
    </p>
  );
}
