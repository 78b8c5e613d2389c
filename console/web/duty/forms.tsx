// The pane's forms: whom to send, what to note, how it ended. Nothing irreversible happens by a single key or click. Fetched
// after the first picture (later.ts).
import { minutesOf } from '../look/time.ts';
import './forms.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import type { CandidateView } from '../../../contracts/office/responders.ts';
import type { Disposition } from '../../../contracts/terms.ts';
import { readCandidates } from '../live/api.ts';
import { actionsDisabled, picture } from '../live/page.ts';
import { nameOf, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { Choices, Form, TextForm, useFocus } from './Form.tsx';
import { toggle } from './keys.ts';
import {
  AftercareForm,
  AmbulanceHandOverForm,
  CallBackForm,
  EndNeedForm,
  HandOverForm,
  OutsideCallForm,
  PlaceForm,
  ReasonForm,
  WaitForm,
} from './needForms.tsx';
import { orderFromForm } from './orders.ts';
import { form, mayOrder, proposed } from './state.ts';

export { Needs } from './Needs.tsx';
export { Tracks } from './Tracks.tsx';
export { Unused } from './Unused.tsx';

type Props = { incident: IncidentView };

/** Whichever form is open. */
export function OpenForm({ incident, detail }: Props & { detail: IncidentDetail | undefined }) {
  switch (form.value) {
    case 'assign':
      return <Candidates incident={incident} />;
    case 'note':
      return <NoteForm incident={incident} />;
    case 'close':
      return <CloseForm incident={incident} />;
    case 'priority':
      return <PriorityForm incident={incident} />;
    case 'ambulance':
      return <AmbulanceForm incident={incident} />;
    case 'merge':
      return <MergeForm incident={incident} />;
    case 'reopen':
      return <ReopenForm incident={incident} />;
    case 'advise':
      return <AdviseForm incident={incident} />;
    case 'call_back':
      return <CallBackForm incident={incident} detail={detail} />;
    case 'outside_call':
      return <OutsideCallForm incident={incident} />;
    case 'end_need':
      return <EndNeedForm incident={incident} />;
    case 'wait':
      return <WaitForm incident={incident} />;
    case 'place':
      return <PlaceForm incident={incident} />;
    case 'hand_over':
      return <HandOverForm incident={incident} />;
    case 'reason':
      return <ReasonForm incident={incident} />;
    case 'ambulance_hand_over':
      return <AmbulanceHandOverForm incident={incident} detail={detail} />;
    case 'aftercare':
      return <AftercareForm incident={incident} />;
    case 'more':
      return <More incident={incident} detail={detail} />;
    case undefined:
      return null;
  }
}

/** So many people are listed at first. */
const shownAtFirst = 5;

/** Who could be asked, soonest first, and why not the others. */
export function Candidates({ incident }: Props) {
  const w = words.value;
  const [all, setAll] = useState(false);
  const [ranked, setRanked] = useState<readonly CandidateView[]>([]);
  const first = useRef<HTMLElement>(null);
  const opened = form.value === 'assign';
  useEffect(() => {
    let current = true;
    void readCandidates(incident.id).then((answer) => {
      if (current && answer.ok) setRanked(answer.value.candidates);
    });
    return () => {
      current = false;
    };
  }, [incident.id, incident.seq]);
  useEffect(() => {
    if (opened && ranked.length > 0) first.current?.querySelector<HTMLButtonElement>('button')?.focus();
  }, [opened, ranked.length > 0]);
  const wanted = proposed.value;
  const listed = all ? ranked : ranked.slice(0, shownAtFirst);
  const shown =
    wanted === undefined || listed.some((one) => one.responder === wanted)
      ? listed
      : [...ranked.filter((one) => one.responder === wanted), ...listed];
  return (
    <section class={opened ? 'form' : 'section'} aria-label={w.assignTitle} ref={first}>
      <h3>
        {w.assignTitle} <span>{w.assignOrder}</span>
      </h3>
      {shown.map((one) => (
        <Candidate key={one.responder} incident={incident} candidate={one} />
      ))}
      {!all && ranked.length > shownAtFirst && (
        <button class="small" type="button" onClick={() => setAll(true)}>
          {w.assignMore}
        </button>
      )}
    </section>
  );
}

function Candidate({ incident, candidate }: Props & { candidate: CandidateView }) {
  const w = words.value;
  const responder = picture.value.responders.get(candidate.responder);
  if (!responder) return null;
  const { reason, busyWith, travelSeconds, positionSeconds, skills } = candidate;
  const about = [
    w.roles[responder.role],
    ...skills.map((skill) => w.canDo(w.skills[skill] ?? skill)),
    ...(responder.connected ? [] : [w.offline]),
    ...(busyWith === undefined ? [] : [w.busyWith(busyWith)]),
    ...(reason === 'off_duty' ? [w.offDuty] : []),
    ...(positionSeconds === undefined ? [] : [w.positionAge(positionSeconds)]),
  ];
  return (
    <div class="candidate" data-responder={responder.id}>
      <span class="minutes">
        {responder.means === 'desk' ? '–' : minutesOf(travelSeconds)}
        {responder.means !== 'desk' && <small>{w.minuteUnit}</small>}
      </span>
      <p>
        <b>{responder.name}</b> {about.join(' · ')}
      </p>
      {reason === 'already_asked' ? (
        <em>{w.alreadySent}</em>
      ) : !mayOrder.value ? null : proposed.value === responder.id ? (
        <button
          class="small strong"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => {
            proposed.value = undefined;
            void orderFromForm(incident.id, { command: 'assign', responder: responder.id });
          }}
        >
          {w.confirmAssign(nameOf(responder.name))}
        </button>
      ) : (
        <button
          class="small"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => {
            proposed.value = responder.id;
          }}
        >
          {w.assign}
        </button>
      )}
    </div>
  );
}

function NoteForm({ incident }: Props) {
  const w = words.value;
  return (
    <TextForm
      incident={incident}
      label={w.note}
      hint={w.noteHint}
      submit={w.save}
      order={(text) => ({ command: 'note', text })}
    />
  );
}

function AdviseForm({ incident }: Props) {
  const w = words.value;
  return (
    <TextForm
      incident={incident}
      label={w.advise}
      hint={w.adviseHint}
      submit={w.send}
      order={(text) => ({ command: 'advise', text })}
    />
  );
}

function ReopenForm({ incident }: Props) {
  const w = words.value;
  return (
    <TextForm
      incident={incident}
      label={w.reopenWhy}
      hint={w.reopenSays}
      submit={w.reopen}
      order={(text) => ({ command: 'reopen', text })}
    />
  );
}

function CloseForm({ incident }: Props) {
  const w = words.value;
  const [disposition, setDisposition] = useState<Disposition>();
  const [text, setText] = useState('');
  const dispositions = Object.keys(w.dispositions) as Disposition[];
  const needsWords = disposition === 'other' && text.trim() === '';
  const told = incident.legs.filter(({ standing }) => standing !== 'over').length;
  return (
    <Form
      submit={w.confirmClose}
      disabled={disposition === undefined || needsWords}
      onSubmit={() => {
        if (disposition === undefined || needsWords) return;
        const words_ = text.trim() === '' ? {} : { text: text.trim() };
        void orderFromForm(incident.id, { command: 'close', disposition, ...words_ });
      }}
    >
      <Choices
        legend={w.disposition}
        of={dispositions.map((one) => ({ value: one, says: w.dispositions[one] }))}
        chosen={disposition}
        onChoose={setDisposition}
      />
      <label>
        {disposition === 'other' ? w.dispositionNeedsWords : w.words}
        <textarea rows={2} maxLength={2000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p class="says">{w.closeSays(told)}</p>
    </Form>
  );
}

function PriorityForm({ incident }: Props) {
  const w = words.value;
  const [priority, setPriority] = useState<1 | 2 | 3>();
  const [text, setText] = useState('');
  const levels = ([1, 2, 3] as const).filter((one) => one !== incident.priority);
  return (
    <Form
      submit={w.changePriority}
      disabled={priority === undefined || text.trim() === ''}
      onSubmit={() => {
        if (priority !== undefined)
          void orderFromForm(incident.id, { command: 'priority', priority, text: text.trim() });
      }}
    >
      <Choices
        legend={w.changePriority}
        of={levels.map((one) => ({ value: one, says: `${one} ${w.priority[one]}` }))}
        chosen={priority}
        onChoose={setPriority}
      />
      <label>
        {w.priorityWhy}
        <input value={text} maxLength={200} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
    </Form>
  );
}

/** A human calls; here it is written down. */
function AmbulanceForm({ incident }: Props) {
  const w = words.value;
  const [reference, setReference] = useState('');
  const field = useFocus<HTMLInputElement>();
  return (
    <Form
      submit={w.ambulanceDone}
      disabled={false}
      onSubmit={() => {
        const given = reference.trim() === '' ? {} : { reference: reference.trim() };
        void orderFromForm(incident.id, { command: 'call_120', ...given });
      }}
    >
      <p class="says">
        {w.ambulanceSays} <a href="tel:120">120</a>
      </p>
      <p class="says strong-words">{`${placeOf(incident.place, w)}，${personOf(incident, w)}`}</p>
      <label>
        {w.ambulanceReference}
        <input
          ref={field}
          value={reference}
          maxLength={200}
          onInput={(event) => setReference(event.currentTarget.value)}
        />
      </label>
    </Form>
  );
}

function MergeForm({ incident }: Props) {
  const w = words.value;
  const [into, setInto] = useState<IncidentView['id']>();
  const own = incident.group ?? incident.id;
  const near = (one: IncidentView): number => Number((one.group ?? one.id) !== own);
  const others = [...picture.value.incidents.values()]
    .filter((one) => one.state === 'open' && one.id !== incident.id)
    .sort((a, b) => near(a) - near(b) || (a.receivedAt < b.receivedAt ? -1 : 1));
  return (
    <Form
      submit={w.merge}
      disabled={into === undefined}
      onSubmit={() => {
        if (into !== undefined) void orderFromForm(incident.id, { command: 'merge', into });
      }}
    >
      {others.length === 0 ? (
        <p class="says">{w.nothingToMerge}</p>
      ) : (
        <Choices
          legend={w.mergeInto}
          of={others.map((one) => ({ value: one.id, says: `${personOf(one, w)}，${placeOf(one.place, w)}` }))}
          chosen={into}
          onChoose={setInto}
          wide
        />
      )}
      <p class="says">{w.mergeSays}</p>
    </Form>
  );
}

/** What is needed less often. */
function More({ incident }: Props & { detail: IncidentDetail | undefined }) {
  const w = words.value;
  const { acknowledged } = incident;
  const mine = acknowledged?.by === picture.value.me?.name;
  return (
    <div class="form more">
      {acknowledged && !mine && (
        <button
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void orderFromForm(incident.id, { command: 'take_over' })}
        >
          {w.takeOver(acknowledged.by)}
        </button>
      )}
      <button type="button" onClick={() => toggle('priority')}>
        {w.changePriority}…
      </button>
      {incident.coming && (
        <button type="button" onClick={() => toggle('advise')}>
          {w.advise}…
        </button>
      )}
      <button type="button" onClick={() => toggle('merge')}>
        {w.merge}…
      </button>
      <button type="button" onClick={() => toggle('place')}>
        {w.correctPlace}…
      </button>
      {acknowledged && (
        <button type="button" onClick={() => toggle('hand_over')}>
          {w.handTo}
        </button>
      )}
      {incident.needs.some(({ need, state }) => need === 'word' && state === 'ended') && (
        <button type="button" onClick={() => toggle('call_back')}>
          {w.callBack}…
        </button>
      )}
      {(['119', '110'] as const).map((number) => (
        <button key={number} type="button" onClick={() => toggle('outside_call', `call_${number}`)}>
          {w.callNumber(number)}…
        </button>
      ))}
    </div>
  );
}
