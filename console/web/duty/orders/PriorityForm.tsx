import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { Field } from '../../look/Field.tsx';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Choices } from './Choices.tsx';
import { Form } from './Form.tsx';

export function PriorityForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [priority, setPriority] = useState<1 | 2 | 3>();
  const [text, setText] = useState('');
  const levels = ([1, 2, 3] as const).filter((one) => one !== incident.priority);
  return (
    <Form
      submit={w.changePriority}
      disabled={priority === undefined || text.trim() === ''}
      onSubmit={() => {
        if (priority !== undefined)
          void orderFromForm(incident.id, { command: 'priority', priority, text: text.trim() });
      }}
    >
      <Choices
        legend={w.changePriority}
        of={levels.map((one) => ({ value: one, says: `${one} ${w.priority[one]}` }))}
        chosen={priority}
        onChoose={setPriority}
      />
      <Field name="priority-why" label={w.priorityWhy} value={text} onValue={setText} />
    </Form>
  );
}
