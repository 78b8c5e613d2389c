import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import type { Disposition } from '../../../../contracts/terms.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Choices } from './Choices.tsx';
import { Form } from './Form.tsx';
import { Remark, textOf } from './Remark.tsx';

/** How it ended, and who is told that they need not go. */
export function CloseForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [disposition, setDisposition] = useState<Disposition>();
  const [text, setText] = useState('');
  const dispositions = Object.keys(w.dispositions) as Disposition[];
  const needsWords = disposition === 'other' && text.trim() === '';
  const told = incident.legs.filter(({ standing }) => standing !== 'over').length;
  return (
    <Form
      submit={w.confirmClose}
      disabled={disposition === undefined || needsWords}
      onSubmit={() => {
        if (disposition !== undefined)
          void orderFromForm(incident.id, { command: 'close', disposition, ...textOf(text) });
      }}
    >
      <Choices
        legend={w.disposition}
        of={dispositions.map((one) => ({ value: one, says: w.dispositions[one] }))}
        chosen={disposition}
        onChoose={setDisposition}
      />
      <Remark value={text} label={disposition === 'other' ? w.dispositionNeedsWords : w.words} onInput={setText} />
      <p class="says">{w.closeSays(told)}</p>
    </Form>
  );
}
