import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';
import { about } from '../state.ts';
import { TextForm } from './TextForm.tsx';

export function EndNeedForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const need = about.value;
  if (need === undefined) return null;
  return (
    <TextForm
      incident={incident}
      label={w.noLongerNeededWhy(w.needNames[need])}
      submit={w.noLongerNeeded}
      order={(text) => ({ command: 'end_need', need, text })}
    />
  );
}
