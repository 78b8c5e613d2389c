// The shape that is chosen: what it is called, and its corners one by one, typed, moved or taken away without a mouse.
import { useEffect, useState } from 'preact/hooks';
import { pointKinds, roadKinds } from '../../../../wording/places.ts';
import { language } from '../../words/language.ts';
import { type MapKind, nothingListed } from '../address.ts';
import { Link } from '../Link.tsx';
import type { FormKind } from '../registry/fields.ts';
import { type Change, isPoint, leastCorners, type Place, type Placed } from './draft.ts';
import { Choice, Line } from './Fields.tsx';
import { PositionFields, positionOf, typedAt } from './SketchMap.tsx';
import type { Editing } from './useEditing.ts';
import { mapWords } from './words.ts';

type Props = {
  kind: MapKind;
  place: Place;
  placed: Placed;
  editing: Editing;
  apply: (changes: readonly Change[]) => void;
};

export function ShapeForm({ kind, place, placed, editing, apply }: Props) {
  const m = mapWords.value;
  const set = (field: string, value: string): void =>
    apply([{ kind, id: place.id, now: { ...place, [field]: value } }]);
  const kinds = kind === 'roads' ? roadKinds : kind === 'servicePoints' ? pointKinds : undefined;
  return (
    <section class="shape" aria-label={place.name}>
      <h2>{place.name}</h2>
      <Line name="name" label={m.name} value={place.name} set={(name) => set('name', name)} />
      {kinds && (
        <Choice
          name="kind"
          label={m.kind}
          value={String(place.kind)}
          of={Object.entries(kinds[language.value === 'en' ? 'en' : 'zh'])}
          set={(next) => set('kind', next)}
        />
      )}
      {kind === 'courtyards' && (
        <Choice
          name="grid"
          label={m.grid}
          value={String(place.grid)}
          of={placed.grids.map(({ id, name }) => [id, name] as const)}
          set={(next) => set('grid', next)}
        />
      )}
      <Corners kind={kind} editing={editing} />
      <p class="acts">
        {kind !== 'roads' && kind !== 'blocks' && (
          <Link to={{ ...nothingListed, kind: kind satisfies FormKind, id: place.id }}>{m.inRegistry}</Link>
        )}
        <button class="button" type="button" onClick={() => editing.letGo()}>
          {m.close}
        </button>
        <button
          class="button"
          type="button"
          onClick={() => [apply([{ kind, id: place.id, now: null }]), editing.letGo()]}
        >
          {m.remove(m.kinds[kind])}
        </button>
      </p>
    </section>
  );
}

function Corners({ kind, editing }: { kind: MapKind; editing: Editing }) {
  const m = mapWords.value;
  const { corners, turn, move, snap, addCorner, removeCorner, together, setTogether } = editing;
  const at = editing.corner ?? (isPoint(kind) ? 0 : undefined);
  const corner = at === undefined ? undefined : corners[at];
  const [typed, setTyped] = useState(typedAt(corner));
  useEffect(() => setTyped(typedAt(corner)), [String(corner)]);
  const meant = positionOf(typed);
  const few = corners.length <= leastCorners(kind);
  return (
    <fieldset>
      <legend>
        {isPoint(kind) ? m.place : at === undefined ? m.corners(corners.length) : m.corner(at + 1, corners.length)}
      </legend>
      {!isPoint(kind) && (
        <p class="acts">
          <button class="button" type="button" onClick={() => turn(-1)}>
            {m.before}
          </button>
          <button class="button" type="button" onClick={() => turn(1)}>
            {m.next}
          </button>
        </p>
      )}
      {at !== undefined && corner && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (meant) move(at, meant);
          }}
        >
          <PositionFields name="corner" label={m.place} typed={typed} set={setTyped} />
          <p class="acts">
            <button class="button" type="submit" disabled={!meant || String(meant) === String(corner)}>
              {m.put}
            </button>
            {!isPoint(kind) && (
              <>
                <button class="button" type="button" onClick={() => move(at, snap(corner))}>
                  {m.snap}
                </button>
                <button class="button" type="button" onClick={() => addCorner(at)}>
                  {m.addCorner}
                </button>
                <button class="button" type="button" disabled={few} onClick={removeCorner}>
                  {m.removeCorner}
                </button>
              </>
            )}
          </p>
          {few && !isPoint(kind) && <p class="hint">{m.fewest(leastCorners(kind))}</p>}
        </form>
      )}
      {!isPoint(kind) && (
        <label class="tick">
          <input
            type="checkbox"
            name="together"
            checked={together}
            onChange={({ currentTarget }) => setTogether(currentTarget.checked)}
          />
          {m.together} <small class="hint">{m.togetherHint}</small>
        </label>
      )}
    </fieldset>
  );
}
