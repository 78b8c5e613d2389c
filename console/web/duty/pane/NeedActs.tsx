import type { IncidentView, NeedView } from '../../../../contracts/incident/views.ts';
import { asksAtTheScene, isLacking } from '../../alarm/attention.ts';
import { Act } from '../../look/Act.tsx';
import { words } from '../../words/words.ts';
import { acknowledge, order, toggleForm } from '../actions.ts';
import type { FormName } from '../state.ts';

/** The one act that helps, and the way to take it back. */
export function NeedActs({ need, incident }: { need: NeedView; incident: IncidentView }) {
  const w = words.value;
  const { need: kind, state } = need;
  const missing = isLacking(need);
  const act = (says: string, does: () => void) => <Act class="small" does={does} says={says} />;
  const opens = (which: FormName) => () => toggleForm(which, kind);
  const spoke = incident.needs.some((one) => one.need === 'word' && one.because === 'spoke');
  const mayWait = incident.priority === 3 && spoke && (kind === 'door' || kind === 'health') && state !== 'waits';
  return (
    <span class="need-acts">
      {missing && kind === 'officer' && act(w.acknowledge, () => void acknowledge(incident.id))}
      {missing && people.has(kind) && act(`${w.assign}…`, opens('assign'))}
      {kind === 'word' && act(`${w.callBack}…`, opens('call_back'))}
      {missing && kind === 'call_120' && act(`${w.callNumber('120')}…`, opens('ambulance'))}
      {missing && kind === 'call_119' && act(`${w.callNumber('119')}…`, opens('outside_call'))}
      {missing && kind === 'call_110' && act(`${w.callNumber('110')}…`, opens('outside_call'))}
      {state === 'waits' && act(w.askNow, () => void order(incident.id, { command: 'ask_now' }))}
      {mayWait && act(`${w.waitTill}…`, opens('wait'))}
      {asksAtTheScene.has(kind) && act(`${w.noLongerNeeded}…`, opens('end_need'))}
    </span>
  );
}

/** Somebody can be sent for these. */
export const people: ReadonlySet<NeedView['need']> = new Set(['door', 'fire', 'health', 'second_person', 'doctor']);
