import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { SayOnThePhone } from './SayOnThePhone.tsx';
import { useFocus } from './useFocus.ts';

/** A human calls 120; here it is written down. */
export function AmbulanceForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [reference, setReference] = useState('');
  const field = useFocus<HTMLInputElement>();
  return (
    <Form
      submit={w.ambulanceDone}
      onSubmit={() => {
        const given = reference.trim() === '' ? {} : { reference: reference.trim() };
        void orderFromForm(incident.id, { command: 'call_120', ...given });
      }}
    >
      <SayOnThePhone incident={incident} says={w.ambulanceSays} number="120" />
      <label>
        {w.ambulanceReference}
        <input
          ref={field}
          value={reference}
          maxLength={200}
          onInput={(event) => setReference(event.currentTarget.value)}
        />
      </label>
    </Form>
  );
}
