import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { picture } from '../../live/page.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Choices } from './Choices.tsx';
import { Form } from './Form.tsx';

/** Into another open incident; those of the same group come first. */
export function MergeForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [into, setInto] = useState<IncidentView['id']>();
  const own = incident.group ?? incident.id;
  const near = (one: IncidentView): number => Number((one.group ?? one.id) !== own);
  const others = [...picture.value.incidents.values()]
    .filter((one) => one.state === 'open' && one.id !== incident.id)
    .sort((a, b) => near(a) - near(b) || (a.receivedAt < b.receivedAt ? -1 : 1));
  return (
    <Form
      submit={w.merge}
      disabled={into === undefined}
      onSubmit={() => {
        if (into !== undefined) void orderFromForm(incident.id, { command: 'merge', into });
      }}
    >
      {others.length === 0 ? (
        <p class="says">{w.nothingToMerge}</p>
      ) : (
        <Choices
          legend={w.mergeInto}
          of={others.map((one) => ({ value: one.id, says: `${personOf(one, w)}，${placeOf(one.place, w)}` }))}
          chosen={into}
          onChoose={setInto}
          wide
        />
      )}
      <p class="says">{w.mergeSays}</p>
    </Form>
  );
}
