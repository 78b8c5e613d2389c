import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import type { SearchHit } from '../../../../contracts/office/place.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import type { Order } from '../../live/api.ts';
import { Field } from '../../look/Field.tsx';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { useSearch } from '../useSearch.ts';
import { Choices } from './Choices.tsx';
import { Form } from './Form.tsx';
import { Remark, textOf } from './Remark.tsx';

/** Help must go elsewhere: another home, or a position. */
export function PlaceForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string>();
  const [text, setText] = useState('');
  const position = positionIn(typed);
  const found = useSearch(position ? '' : typed);
  const hits = (found?.hits ?? []).filter(({ home, position: at }) => home !== undefined || at !== undefined);
  const hit = hits.find(({ id }) => id === chosen);
  const to = position ? { position } : hit ? placeIn(hit) : undefined;
  return (
    <Form
      submit={w.correctPlace}
      disabled={to === undefined}
      onSubmit={() => {
        if (to) void orderFromForm(incident.id, { command: 'place', ...to, ...textOf(text) });
      }}
    >
      <p class="says">{w.correctPlaceSays}</p>
      <Field name="place" label={w.search} value={typed} onValue={setTyped} placeholder={w.byCoordinates} focus />
      {hits.length > 0 && (
        <Choices
          legend={w.correctPlace}
          of={hits.map(({ id, name, says }) => ({ value: id, says: `${name} ${says}` }))}
          chosen={chosen}
          onChoose={setChosen}
          wide
        />
      )}
      <Remark value={text} label={w.correctPlaceWhy} onInput={setText} />
    </Form>
  );
}

/** A resident is behind a door, a courtyard is a place. */
const placeIn = ({
  home,
  position,
}: SearchHit): Pick<Extract<Order, { command: 'place' }>, 'home' | 'position'> | undefined =>
  home !== undefined ? { home } : position ? { position } : undefined;

/** `104.0595, 30.643`, longitude first as on every map here. */
function positionIn(text: string): LonLat | undefined {
  const [, lon, lat] = /^\s*(\d{2,3}\.\d+)\s*[,，\s]\s*(\d{1,2}\.\d+)\s*$/.exec(text) ?? [];
  return lon === undefined || lat === undefined ? undefined : [Number(lon), Number(lat)];
}
