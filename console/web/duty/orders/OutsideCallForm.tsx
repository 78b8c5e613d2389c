import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { about } from '../state.ts';
import { Form } from './Form.tsx';
import { Remark, textOf } from './Remark.tsx';
import { SayOnThePhone } from './SayOnThePhone.tsx';

/** A human calls 119 or 110; here it is written down. */
export function OutsideCallForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [text, setText] = useState('');
  const number = about.value === 'call_110' ? '110' : '119';
  return (
    <Form
      submit={w.ambulanceDone}
      onSubmit={() => void orderFromForm(incident.id, { command: 'outside_called', number, ...textOf(text) })}
    >
      <SayOnThePhone incident={incident} says={w.callNumberSays(number)} number={number} />
      <Remark value={text} label={w.words} onInput={setText} />
    </Form>
  );
}
