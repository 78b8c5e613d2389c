import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { instantOf, tomorrowAtNine } from '../../look/timeFields.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { Remark } from './Remark.tsx';

/** By the hour of the district: tomorrow at nine unless another is chosen. */
export function WaitForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [until, setUntil] = useState(tomorrowAtNine(now.value));
  const [text, setText] = useState('');
  return (
    <Form
      submit={w.waitTill}
      disabled={until === '' || text.trim() === ''}
      onSubmit={() => void orderFromForm(incident.id, { command: 'wait', until: instantOf(until), text: text.trim() })}
    >
      <label>
        {w.waitUntil}
        <input type="datetime-local" value={until} onInput={(event) => setUntil(event.currentTarget.value)} />
      </label>
      <Remark value={text} label={w.waitWhy} onInput={setText} />
    </Form>
  );
}
