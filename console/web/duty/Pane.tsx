// One incident: who, where, what happened, who is on the way, what can be ordered.
import { useEffect, useState } from 'preact/hooks';
import type { EventView, IncidentDetail, IncidentView, LegView } from '../../../contracts/api.ts';
import { readDetail, readEvents } from '../live/api.ts';
import { Severity } from '../look/Severity.tsx';
import { clockOf, elapsed } from '../look/time.ts';
import { eventSentence, nextSentence, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { AssignForm, CloseForm, NoteForm } from './forms.tsx';
import { acknowledge, order } from './orders.ts';
import { groupOf, isTaken } from './queue.ts';
import { actionsDisabled, form, now, picture, selected, trouble } from './state.ts';

export function Pane() {
  const id = selected.value;
  const incident = id === undefined ? undefined : picture.value.incidents.get(id);
  const [detail, setDetail] = useState<IncidentDetail>();
  const [events, setEvents] = useState<EventView[]>([]);
  useEffect(() => {
    if (id === undefined) return;
    let current = true;
    void Promise.all([readDetail(id), readEvents(id)]).then(([about, log]) => {
      if (!current) return; // another incident was chosen meanwhile
      if (about.ok) setDetail(about.value);
      if (log.ok) setEvents(log.value.events);
    });
    return () => {
      current = false;
    };
  }, [id, incident?.seq]);
  if (!incident) return null;
  const own = detail?.incident.id === incident.id ? detail : undefined;
  return (
    <aside class={`pane p${incident.priority} ${groupOf(incident)}`} aria-label={personOf(incident, words.value)}>
      <Head incident={incident} detail={own} />
      <Orders incident={incident} />
      <div class="pane-body">
        <Tracks incident={incident} />
        <Door detail={own} incident={incident} />
        <Timeline incident={incident} events={own ? events : []} />
      </div>
    </aside>
  );
}

function Head({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const { priority, kind, number, place } = incident;
  const presses = incident.presses.reduce((sum, press) => sum + press.times, 0);
  const [person] = detail?.persons ?? [];
  const about = [w.priority[priority], w.kinds[kind], w.pressed(presses), w.number(number)].filter(
    (part) => part !== '',
  );
  return (
    <div class="pane-head">
      <div class="about">
        <Severity priority={priority} size={22} />
        <span>{about.join(' · ')}</span>
        <button
          class="x"
          type="button"
          aria-label={w.closePane}
          onClick={() => {
            selected.value = undefined;
            form.value = undefined;
          }}
        >
          ×
        </button>
      </div>
      <div class="who">
        <h2>
          {personOf(incident, w)}
          {person && detail?.persons.length === 1 && (
            <small>
              {w[person.gender]} {w.age(new Date(now.value).getUTCFullYear() - person.birthYear)}{' '}
              {person.livesAlone ? w.alone : ''}
            </small>
          )}
        </h2>
        <time aria-live="off">{incident.closed ? '' : elapsed(now.value - Date.parse(incident.receivedAt))}</time>
      </div>
      <div class="where">
        <span>{placeOf(place, w)}</span>
        <em>{place.grid?.name}</em>
      </div>
      {incident.marks.length > 0 && (
        <p class="marks">
          {incident.marks.map((mark) => (
            <span class="tag" key={mark}>
              {w.marks[mark]}
            </span>
          ))}
        </p>
      )}
      <Steps incident={incident} />
    </div>
  );
}

/** 接警 派警 到场 处置 结案: the officer's and the responders' steps are separate facts. */
function Steps({ incident }: { incident: IncidentView }) {
  const { legs } = incident;
  const done = [
    incident.acknowledged !== undefined,
    legs.some((leg) => isTaken(leg) || leg.state === 'done'),
    legs.some(({ state }) => state === 'on_scene' || state === 'done'),
    legs.some(({ state }) => state === 'done'),
    incident.closed !== undefined,
  ];
  const current = done.indexOf(false);
  return (
    <ol class="steps">
      {words.value.steps.map((step, i) => (
        <li key={step} class={done[i] ? 'done' : i === current ? 'current' : ''}>
          {step}
        </li>
      ))}
    </ol>
  );
}

function Orders({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const off = actionsDisabled.value;
  const open = incident.state === 'open';
  const left = incident.next ? Date.parse(incident.next.at) - now.value : 0;
  const toggle = (which: 'assign' | 'note' | 'close') => () => {
    trouble.value = '';
    form.value = form.value === which ? undefined : which;
  };
  return (
    <div class="orders">
      {open && !incident.acknowledged && (
        <button
          class={`fill p${incident.priority}`}
          type="button"
          disabled={off}
          onClick={() => void acknowledge(incident.id)}
        >
          {w.acknowledge} <kbd>A</kbd>
        </button>
      )}
      {open && (
        <div class="buttons">
          <button type="button" disabled={off} aria-expanded={form.value === 'assign'} onClick={toggle('assign')}>
            {w.assign} <kbd>D</kbd>
          </button>
          <button type="button" disabled={off} aria-expanded={form.value === 'note'} onClick={toggle('note')}>
            {w.note} <kbd>N</kbd>
          </button>
          <button type="button" disabled={off} aria-expanded={form.value === 'close'} onClick={toggle('close')}>
            {w.close}…
          </button>
        </div>
      )}
      {trouble.value !== '' && (
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
      )}
      {form.value === 'assign' && <AssignForm incident={incident} />}
      {form.value === 'note' && <NoteForm incident={incident} />}
      {form.value === 'close' && <CloseForm incident={incident} />}
      {incident.next && (
        <p class="next-line">
          <span>
            {w.next.word} {nextSentence(incident.next, incident, w)}
          </span>
          <b>{left > 0 ? elapsed(left) : w.now}</b>
        </p>
      )}
      {incident.closed && (
        <p class="next-line">
          <span>{w.events.closed(incident.closed.by, w.dispositions[incident.closed.disposition])}</span>
          <b>{clockOf(Date.parse(incident.closed.at))}</b>
        </p>
      )}
    </div>
  );
}

function Tracks({ incident }: { incident: IncidentView }) {
  const w = words.value;
  return (
    <div class="tracks">
      {(['grid', 'health'] as const).map((track) => (
        <section class={`track ${track}`} key={track}>
          <h3>
            <svg viewBox="0 0 22 8" aria-hidden="true">
              <path class={`route ${track}`} d="M1 4H22" />
            </svg>
            {w[track]}
          </h3>
          <ol class="ladder">
            {incident.legs
              .filter((leg) => leg.track === track)
              .map((leg) => (
                <Leg key={leg.id} leg={leg} incident={incident} />
              ))}
          </ol>
          {incident.legs.every((leg) => leg.track !== track) && <p class="none">{w.noLegs}</p>}
        </section>
      ))}
    </div>
  );
}

function Leg({ leg, incident }: { leg: LegView; incident: IncidentView }) {
  const w = words.value;
  const { responder, state, told } = leg;
  const active = isTaken(leg) || state === 'done';
  const waiting = state === 'offered' || state === 'received';
  const way = (state === 'accepted' || state === 'en_route') && leg.travelSeconds > 0;
  const untold = state === 'stood_down' && !told;
  return (
    <li class={active ? 'active' : waiting ? 'waiting' : 'ended'} data-leg={leg.id} data-state={state}>
      <b>
        {responder.name}
        {responder.simulated && <span class="sim">{w.simulated}</span>}
      </b>
      <small>
        {w.roles[responder.role]}
        {leg.byHand ? ` · ${w.byHand}` : ''}
      </small>
      <small>
        {w.legStates[state]}
        {way ? `，${w.arrivesIn(w.minutes(Math.round(leg.travelSeconds / 60)))}` : ''}
        {untold ? `，${w.untold}` : ''}
      </small>
      {responder.phone && (active || waiting || untold) && (
        <small>
          <a href={`tel:${responder.phone.replaceAll(' ', '')}`}>{responder.phone}</a>
        </small>
      )}
      {incident.state === 'open' && (isTaken(leg) || waiting) && (
        <button
          class="small"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void order(incident.id, { command: 'withdraw', leg: leg.id })}
        >
          {w.withdraw}
        </button>
      )}
      {untold && (
        <button
          class="small"
          type="button"
          disabled={actionsDisabled.value}
          onClick={() => void order(incident.id, { command: 'told', leg: leg.id })}
        >
          {w.toldByVoice}
        </button>
      )}
    </li>
  );
}

function Door({ detail, incident }: { detail: IncidentDetail | undefined; incident: IncidentView }) {
  const w = words.value;
  if (!detail || incident.home === undefined) return null;
  const { access = {}, persons } = detail;
  const lines = (['gate', 'key', 'mobility', 'note'] as const).flatMap((key) => {
    const line = access[key] ?? (key === 'mobility' ? persons.find((one) => one.mobility)?.mobility : undefined);
    return line === undefined ? [] : [{ name: w.access[key], line }];
  });
  const contacts = persons.flatMap(({ contacts: each }) => each);
  const conditions = persons.flatMap((person) => person.conditions ?? []);
  return (
    <section class="section">
      <h3>{w.door}</h3>
      <dl>
        {lines.map(({ name, line }) => [<dt key={name}>{name}</dt>, <dd key={`${name}-text`}>{line}</dd>])}
        {contacts.map(({ name, relation, phone }) => [
          <dt key={phone}>{w.contacts}</dt>,
          <dd key={`${phone}-text`}>
            {relation} {name} <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a>
          </dd>,
        ])}
        {conditions.length > 0 && [<dt key="c">{w.conditions}</dt>, <dd key="c-text">{conditions.join('；')}</dd>]}
      </dl>
      {conditions.length === 0 && <p class="hidden-note">{w.conditionsHidden}</p>}
    </section>
  );
}

/** Newest first; of reminders that repeat each other only the latest. */
function withoutRepeats(events: readonly EventView[]): EventView[] {
  const latestFirst = [...events].reverse();
  return latestFirst.filter((event, i) => {
    const newer = latestFirst[i - 1];
    return !(event.type === 'officer_reminded' && newer?.type === event.type && newer.why === event.why);
  });
}

function Timeline({ incident, events }: { incident: IncidentView; events: readonly EventView[] }) {
  const w = words.value;
  return (
    <section class="section">
      <h3>
        {w.timeline} <span>{w.timelineOrder}</span>
      </h3>
      <ol class="timeline">
        {withoutRepeats(events).map((event) => (
          <li key={event.seq}>
            <time>{clockOf(Date.parse(event.at))}</time>
            <span>
              {eventSentence(event, incident, w)}
              {event.text !== undefined && <q>{event.text}</q>}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
