import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import type { Order } from '../../live/api.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { useFocus } from './useFocus.ts';

/** An order that is one text. */
export function TextForm(props: {
  incident: IncidentView;
  label: string;
  hint?: string;
  submit: string;
  order: (text: string) => Order;
}) {
  const { incident, label, hint = '', submit, order } = props;
  const [text, setText] = useState('');
  const area = useFocus<HTMLTextAreaElement>();
  const said = text.trim();
  return (
    <Form submit={submit} disabled={said === ''} onSubmit={() => void orderFromForm(incident.id, order(said))}>
      <label>
        {label}
        <textarea
          ref={area}
          rows={3}
          maxLength={2000}
          placeholder={hint}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
    </Form>
  );
}
