import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { Remark, textOf } from './Remark.tsx';

export function AftercareForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [text, setText] = useState('');
  return (
    <Form
      submit={w.aftercareDone}
      onSubmit={() => void orderFromForm(incident.id, { command: 'aftercare_done', ...textOf(text) })}
    >
      <Remark value={text} label={w.words} onInput={setText} />
    </Form>
  );
}
