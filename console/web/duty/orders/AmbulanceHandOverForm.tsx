// What the crew must know, written down once and printed for whoever waits at the gate.
import { useEffect } from 'preact/hooks';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { readEvents } from '../../live/api.ts';
import { useHandOver } from '../../live/useHandOver.ts';
import { Button } from '../../look/Button.tsx';
import { Field } from '../../look/Field.tsx';
import { words } from '../../words/words.ts';
import { orderFromForm } from '../actions.ts';
import { Form } from './Form.tsx';
import { PaperSheet } from './PaperSheet.tsx';

export function AmbulanceHandOverForm(props: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const { incident, detail } = props;
  const w = words.value;
  const { fields, setFields, given, lines } = useHandOver();
  useEffect(() => {
    void readEvents(incident.id).then((answer) => {
      const last = answer.ok ? answer.value.events.findLast(({ type }) => type === 'ambulance_hand_over') : undefined;
      const known = (name: keyof typeof fields): string => (typeof last?.[name] === 'string' ? last[name] : '');
      if (last) setFields({ gate: known('gate'), hospital: known('hospital'), companion: known('companion') });
    });
  }, [incident.id]);
  return (
    <Form
      submit={w.save}
      disabled={Object.keys(given).length === 0}
      onSubmit={() => void orderFromForm(incident.id, { command: 'ambulance_hand_over', ...given })}
    >
      {lines.map(([name, label]) => (
        <Field
          key={name}
          name={name}
          label={label}
          value={fields[name]}
          onValue={(value) => setFields({ ...fields, [name]: value })}
        />
      ))}
      <Button class="small" does={() => window.print()} says={w.print} />
      <PaperSheet incident={incident} detail={detail} fields={fields} />
    </Form>
  );
}
