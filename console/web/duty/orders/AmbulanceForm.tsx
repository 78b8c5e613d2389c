import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { Field } from '../../look/Field.tsx';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { SayOnThePhone } from './SayOnThePhone.tsx';

/** A human calls 120; here it is written down. */
export function AmbulanceForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [reference, setReference] = useState('');
  return (
    <Form
      submit={w.ambulanceDone}
      onSubmit={() => {
        const given = reference.trim() === '' ? {} : { reference: reference.trim() };
        void orderFromForm(incident.id, { command: 'call_120', ...given });
      }}
    >
      <SayOnThePhone incident={incident} says={w.ambulanceSays} number="120" />
      <Field name="reference" label={w.ambulanceReference} value={reference} onValue={setReference} focus />
    </Form>
  );
}
