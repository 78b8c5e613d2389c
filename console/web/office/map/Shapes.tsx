// The shapes that there are, by kind: found by name and chosen, with the mouse or by keys.
import { useState } from 'preact/hooks';
import { type MapKind, mapKinds } from '../address.ts';
import { Link } from '../Link.tsx';
import { listOf, type Placed } from './draft.ts';
import { mapWords } from './words.ts';

/** More are found by name. */
const listedAtMost = 60;

type Props = {
  placed: Placed;
  kind: MapKind;
  id: string | undefined;
  drawing: unknown;
  /** absent: whoever looks draws nothing */
  begin: (() => void) | undefined;
};

export function Shapes({ placed, kind, id, drawing, begin }: Props) {
  const m = mapWords.value;
  const [wanted, setWanted] = useState('');
  const plain = wanted.trim().toLowerCase();
  const found = listOf(placed, kind).filter((one) => one.id.includes(plain) || one.name.toLowerCase().includes(plain));
  return (
    <>
      <nav class="map-kinds" aria-label={m.kindsNav}>
        {mapKinds.map((one) => (
          <Link key={one} to={{ page: 'map', kind: one }} aria-current={one === kind && 'page'}>
            {m.kinds[one]}
          </Link>
        ))}
      </nav>
      <div class="field">
        <label for="map-find">{m.find}</label>
        <input
          id="map-find"
          type="search"
          value={wanted}
          autocomplete="off"
          onInput={({ currentTarget }) => setWanted(currentTarget.value)}
        />
      </div>
      <ul class="shapes">
        {found.slice(0, listedAtMost).map((one) => (
          <li key={one.id}>
            <Link to={{ page: 'map', kind, id: one.id }} aria-current={one.id === id}>
              {one.name}
            </Link>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{m.none}</p>}
      {found.length > listedAtMost && <p>{m.more(found.length - listedAtMost)}</p>}
      {begin && !drawing && (
        <button class="button" type="button" onClick={begin}>
          {m.draw(m.kinds[kind])}
        </button>
      )}
    </>
  );
}
