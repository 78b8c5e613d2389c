import { useState } from 'preact/hooks';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import type { CallBackOutcome } from '../../../../contracts/terms.ts';
import { CallNumber } from '../../live/CallNumber.tsx';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Choices } from './Choices.tsx';
import { Form } from './Form.tsx';
import { Remark, textOf } from './Remark.tsx';

/** The officer has called the resident back: what came of it. */
export function CallBackForm({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const [outcome, setOutcome] = useState<CallBackOutcome>();
  const [text, setText] = useState('');
  const phones = (detail?.persons ?? []).flatMap(({ id, name, phone }) =>
    phone === undefined ? [] : [{ id, name, phone }],
  );
  return (
    <Form
      submit={w.save}
      disabled={outcome === undefined}
      onSubmit={() => {
        if (outcome !== undefined) void orderFromForm(incident.id, { command: 'call_back', outcome, ...textOf(text) });
      }}
    >
      <p class="says">
        {w.callBackSays}{' '}
        {phones.map(({ id, name, phone }) => (
          <span key={id}>
            {name} <CallNumber incident={incident.id} resident={id} masked={phone} />{' '}
          </span>
        ))}
      </p>
      <Choices
        legend={w.callBack}
        of={(['spoke', 'no_answer', 'cannot_speak'] as const).map((one) => ({ value: one, says: w.outcomes[one] }))}
        chosen={outcome}
        onChoose={setOutcome}
      />
      <Remark value={text} label={w.words} onInput={setText} />
    </Form>
  );
}
