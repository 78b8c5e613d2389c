// What the officer can order now, why the last order failed, the open form, what happens next by itself.
import './Orders.css';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { clockOf, elapsed } from '../../look/time.ts';
import { nextSentence } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { acknowledge, toggleForm } from '../actions.ts';
import { type FormName, form, mayAcknowledge, mayOrder, trouble } from '../state.ts';
import { OpenForm } from './OpenForm.tsx';

export function Orders({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const { ambulance, next, closed } = incident;
  const open = incident.state === 'open';
  const left = next ? Date.parse(next.at) - now.value : 0;
  const button = (which: FormName, label: string, key?: string) => (
    <Act expanded={form.value === which} does={() => toggleForm(which)}>
      {label} {key && <kbd>{key}</kbd>}
    </Act>
  );
  return (
    <div class="orders">
      {open && mayAcknowledge.value && !incident.acknowledged && (
        <Act class={`fill p${incident.priority}`} does={() => void acknowledge(incident.id)}>
          {w.acknowledge} <kbd>A</kbd>
        </Act>
      )}
      {mayOrder.value && (
        <div class="buttons">
          {open && button('assign', w.assign, 'D')}
          {button('note', w.note, 'N')}
          {open && !ambulance && button('ambulance', w.call120)}
          {open && ambulance && button('ambulance_hand_over', `${w.ambulanceHandOver}…`)}
          {open && button('more', w.more)}
          {open && button('close', `${w.close}…`)}
          {!open && !incident.mergedInto && button('reopen', `${w.reopen}…`)}
        </div>
      )}
      <Trouble says={trouble.value} />
      <OpenForm incident={incident} detail={detail} />
      {next && (
        <p class="next-line">
          <span>
            {w.next.word} {nextSentence(next, incident, w)}
          </span>
          <b>{left > 0 ? elapsed(left) : w.now}</b>
        </p>
      )}
      {closed && (
        <p class="next-line">
          <span>{w.events.closed(closed.by, w.dispositions[closed.disposition])}</span>
          <b>{clockOf(Date.parse(closed.at))}</b>
        </p>
      )}
    </div>
  );
}
