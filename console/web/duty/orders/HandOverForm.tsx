import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { picture } from '../../live/page.ts';
import { nameOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { useFocus } from './useFocus.ts';

/** The incident becomes another officer's. */
export function HandOverForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [to, setTo] = useState('');
  const field = useFocus<HTMLInputElement>();
  const officers = [...picture.value.responders.values()].filter(({ role }) => role === 'community_officer');
  return (
    <Form
      submit={w.handTo}
      disabled={to.trim() === ''}
      onSubmit={() => void orderFromForm(incident.id, { command: 'hand_over', to: to.trim() })}
    >
      <label>
        {w.handToWhom}
        <input
          ref={field}
          list="officers"
          value={to}
          maxLength={64}
          onInput={(event) => setTo(event.currentTarget.value)}
        />
      </label>
      <datalist id="officers">
        {officers.map(({ id, name }) => (
          <option key={id} value={nameOf(name)} />
        ))}
      </datalist>
      <p class="says">{w.handToSays}</p>
    </Form>
  );
}
