import './More.css';
import type { IncidentView, NeedView } from '../../../../contracts/incident/views.ts';
import { picture } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';
import { orderFromForm, toggleForm } from '../actions.ts';
import type { FormName } from '../state.ts';

/** What is needed less often. */
export function More({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { acknowledged } = incident;
  const mine = acknowledged?.by === picture.value.me?.name;
  const opens = (which: FormName, says: string, need?: NeedView['need']) => (
    <Button does={() => toggleForm(which, need)} says={says} />
  );
  return (
    <div class="form more">
      {acknowledged && !mine && (
        <Act does={() => void orderFromForm(incident.id, { command: 'take_over' })}>{w.takeOver(acknowledged.by)}</Act>
      )}
      {opens('priority', `${w.changePriority}…`)}
      {incident.coming && opens('advise', `${w.advise}…`)}
      {opens('merge', `${w.merge}…`)}
      {opens('place', `${w.correctPlace}…`)}
      {acknowledged && opens('hand_over', w.handTo)}
      {incident.needs.some(({ need, state }) => need === 'word' && state === 'ended') &&
        opens('call_back', `${w.callBack}…`)}
      {opens('outside_call', `${w.callNumber('119')}…`, 'call_119')}
      {opens('outside_call', `${w.callNumber('110')}…`, 'call_110')}
    </div>
  );
}
