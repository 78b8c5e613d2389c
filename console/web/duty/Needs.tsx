// What the incident needs and where each need stands: since when, what happens next by itself and when, and beside it the act
// that helps. What is over stands small at the end.
import type { IncidentView, NeedView } from '../../../contracts/incident/views.ts';
import { actionsDisabled, now } from '../live/page.ts';
import { elapsed } from '../look/time.ts';
import { needSentence } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { toggle } from './keys.ts';
import { acknowledge, order } from './orders.ts';
import { type FormName, mayOrder } from './state.ts';

export function Needs({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { needs } = incident;
  if (incident.state === 'closed' || needs.length === 0) return null;
  const open = needs.filter(({ state }) => state !== 'ended').sort((a, b) => urgency[a.state] - urgency[b.state]);
  const over = needs.filter(({ state }) => state === 'ended');
  return (
    <section class="section needs" aria-label={w.needsTitle}>
      <h3>{w.needsTitle}</h3>
      <ul>
        {open.map((need) => (
          <Need key={need.need} need={need} incident={incident} />
        ))}
      </ul>
      {over.length > 0 && (
        <p class="over-needs">
          {over
            .map((need) => w.needEnded(w.needNames[need.need], w.inBrackets(needSentence(need, incident, w))))
            .join(w.and)}
        </p>
      )}
    </section>
  );
}

/** What nobody could be found for comes first. */
const urgency: Readonly<Record<NeedView['state'], number>> = { spent: 0, asked: 1, waits: 2, met: 3, ended: 4 };

function Need({ need, incident }: { need: NeedView; incident: IncidentView }) {
  const w = words.value;
  const { state, since, until } = need;
  const left = until === undefined ? undefined : Date.parse(until) - now.value;
  const ahead = w.needUntil[state === 'waits' ? 'waits' : people.has(need.need) ? 'asks' : 'reminds'];
  const runs = left !== undefined && (state === 'asked' || state === 'spent' || state === 'waits');
  return (
    <li class={state} data-need={need.need} data-state={state}>
      <b>{w.needNames[need.need]}</b>
      <time aria-live="off" class="since">
        {elapsed(now.value - Date.parse(since))}
      </time>
      <span>{needSentence(need, incident, w)}</span>
      {runs && (
        <time aria-live="off" class="until">
          {left > 0 ? `${ahead} ${elapsed(left)}` : w.now}
        </time>
      )}
      {mayOrder.value && <Acts need={need} incident={incident} />}
    </li>
  );
}

/** The one act that helps, and the way to take it back. */
function Acts({ need, incident }: { need: NeedView; incident: IncidentView }) {
  const w = words.value;
  const { need: kind, state } = need;
  const missing = state === 'asked' || state === 'spent';
  const act = (says: string, does: () => void) => (
    <button class="small" type="button" disabled={actionsDisabled.value} onClick={does}>
      {says}
    </button>
  );
  const opens =
    (which: FormName): (() => void) =>
    () =>
      toggle(which, kind);
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
      {extra.has(kind) && act(`${w.noLongerNeeded}…`, opens('end_need'))}
    </span>
  );
}

/** Somebody can be sent for these. */
const people: ReadonlySet<NeedView['need']> = new Set(['door', 'fire', 'health', 'second_person', 'doctor']);
/** Asked for at the scene: whoever asked, the desk or the officer may take it back. */
const extra: ReadonlySet<NeedView['need']> = new Set([
  'second_person',
  'doctor',
  'entry',
  'call_120',
  'call_119',
  'call_110',
]);
