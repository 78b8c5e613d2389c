import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { Act } from '../look/Act.tsx';
import { Button } from '../look/Button.tsx';
import { Phone } from '../look/Phone.tsx';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { deskWords } from './language.ts';
import { order } from './state.ts';

/** A human calls 120; here it is written down. */
export function Ambulance({ incident, leave }: { incident: IncidentView; leave: () => void }) {
  const w = words.value;
  const h = deskWords.value;
  const [reference, setReference] = useState('');
  return (
    <form
      class="sheet"
      onSubmit={async (event) => {
        event.preventDefault();
        const given = reference.trim() === '' ? {} : { reference: reference.trim() };
        if (await order(incident.id, { command: 'call_120', ...given })) leave();
      }}
    >
      <p>
        {h.ambulanceSays} <Phone number="120" />
      </p>
      <p>
        <b>
          {placeOf(incident.place, w)}
          {h.comma}
          {personOf(incident, w)}
        </b>
      </p>
      <input
        aria-label={h.reference}
        placeholder={h.reference}
        maxLength={200}
        value={reference}
        onInput={(event) => setReference(event.currentTarget.value)}
      />
      <Act class="wide-button danger" submit says={h.ambulanceDone} />
      <Button class="wide-button" does={leave} says={h.back} />
    </form>
  );
}
