// One incident: who, where, what happened, who is on the way, what can be ordered.

import { useEffect, useState } from 'preact/hooks';
import type { EventView, IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import { lockedText } from '../../../contracts/office/personal.ts';
import type { BehindGlass } from '../../../contracts/office/residents.ts';
import type { BreakGlassReason } from '../../../contracts/terms.ts';
import { call, readDetail, readEvents } from '../live/api.ts';
import { CallNumber } from '../live/CallNumber.tsx';
import { actionsDisabled, now, picture } from '../live/page.ts';
import { Severity } from '../look/Severity.tsx';
import { clockOf, elapsed, momentOf } from '../look/time.ts';
import { eventSentence, nextSentence, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { select, toggle } from './keys.ts';
import { forms, panels } from './later.ts';
import { acknowledge, order } from './orders.ts';
import { groupOf } from './queue.ts';
import { type FormName, form, locked, mayAcknowledge, mayOrder, revealed, selected, trouble } from './state.ts';

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
      setEvents(log.ok ? log.value.events : locked.value ? [] : (known) => known);
    });
    return () => {
      current = false;
    };
  }, [id, incident?.seq, locked.value]);
  if (!incident) return null;
  const own = detail?.incident.id === incident.id ? detail : undefined;
  const Forms = forms.value;
  const Later = panels.value;
  return (
    <aside
      class={`pane p${incident.priority} ${groupOf(incident, now.value)}`}
      aria-label={personOf(incident, words.value)}
    >
      <Head incident={incident} detail={own} />
      <Orders incident={incident} detail={own} />
      <div class="pane-body">
        {Forms && <Forms.Needs incident={incident} />}
        <Together incident={incident} />
        {Forms && <Forms.Tracks incident={incident} detail={own} />}
        {Forms && <Forms.Unused detail={own} />}
        <Door detail={own} incident={incident} />
        {Forms && !locked.value && incident.state === 'open' && form.value !== 'assign' && (
          <Forms.Candidates incident={incident} />
        )}
        {!locked.value && <Timeline incident={incident} events={own ? events : []} />}
        {Later && !locked.value && <Later.ProofView incident={incident} />}
      </div>
    </aside>
  );
}

function Head({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const { priority, kind, number, place } = incident;
  const presses = incident.presses.reduce((sum, press) => sum + press.times, 0);
  const [person] = detail?.persons ?? [];
  const about = [
    w.priority[priority],
    w.kinds[kind],
    incident.beside ? w.beside(w.kinds[incident.beside]) : '',
    w.pressed(presses),
    w.number(number),
  ].filter((part) => part !== '');
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
      <Owed incident={incident} />
      {(incident.marks.length > 0 || incident.ambulance || incident.called || incident.callBack) && (
        <p class="marks">
          {incident.marks.map((mark) => (
            <span class="tag" key={mark}>
              {w.marks[mark]}
            </span>
          ))}
          {incident.ambulance && (
            <span class="tag">
              {w.ambulanceCalled(clockOf(Date.parse(incident.ambulance.at)))}
              {incident.ambulance.handedOver ? ` · ${w.handedOverTag}` : ''}
            </span>
          )}
          {incident.called?.map(({ number, at }) => (
            <span class="tag" key={`${number} ${at}`}>
              {w.calledNumber(number, clockOf(Date.parse(at)))}
            </span>
          ))}
          {incident.callBack && (
            <span class="tag">
              {w.callBackDone(clockOf(Date.parse(incident.callBack.at)), w.outcomes[incident.callBack.outcome])}
            </span>
          )}
        </p>
      )}
      <Steps incident={incident} />
    </div>
  );
}

/** What the officer owes: to take over what was handed to them, a written reason, a visit after the end. */
function Owed({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { handOver, marks, aftercare } = incident;
  const mine = handOver?.to === picture.value.me?.name;
  const off = actionsDisabled.value;
  return (
    <>
      {handOver && (
        <p class="owed">
          <span>{mine ? w.handedToMe(handOver.by) : w.handedTo(handOver.to)}</span>
          {mine && mayOrder.value && (
            <button
              class="small"
              type="button"
              disabled={off}
              onClick={() => void order(incident.id, { command: 'take_over' })}
            >
              {w.takeItOver}
            </button>
          )}
        </p>
      )}
      {marks.includes('reason_due') && (
        <p class="owed">
          <span>{w.marks.reason_due}</span>
          {mayOrder.value && (
            <button class="small" type="button" disabled={off} onClick={() => toggle('reason')}>
              {w.giveReason}…
            </button>
          )}
        </p>
      )}
      {aftercare && (
        <p class="owed">
          <span>{w.aftercare[aftercare.what](momentOf(Date.parse(aftercare.by)))}</span>
          {mayOrder.value && (
            <button class="small" type="button" disabled={off} onClick={() => toggle('aftercare')}>
              {w.aftercareDone}…
            </button>
          )}
        </p>
      )}
    </>
  );
}

/** 接警 派警 到场 处置 结案: the officer's and the responders' steps are separate facts. */
function Steps({ incident }: { incident: IncidentView }) {
  const { coming, helpIsComing, needs } = incident;
  const door = needs.filter(({ need }) => need === 'door' || need === 'fire');
  const over = door.length > 0 && door.every(({ state }) => state === 'ended');
  const done = [
    incident.acknowledged !== undefined,
    coming !== undefined || helpIsComing || over,
    coming?.how === 'there' || over,
    over,
    incident.closed !== undefined,
  ];
  const current = incident.closed ? -1 : done.indexOf(false);
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

function Orders({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const off = actionsDisabled.value;
  const open = incident.state === 'open';
  const left = incident.next ? Date.parse(incident.next.at) - now.value : 0;
  const Forms = forms.value;
  const button = (which: FormName, label: string, key?: string) => (
    <button type="button" disabled={off} aria-expanded={form.value === which} onClick={() => toggle(which)}>
      {label} {key && <kbd>{key}</kbd>}
    </button>
  );
  return (
    <div class="orders">
      {open && mayAcknowledge.value && !incident.acknowledged && (
        <button
          class={`fill p${incident.priority}`}
          type="button"
          disabled={off}
          onClick={() => void acknowledge(incident.id)}
        >
          {w.acknowledge} <kbd>A</kbd>
        </button>
      )}
      {mayOrder.value && (
        <div class="buttons">
          {open && button('assign', w.assign, 'D')}
          {button('note', w.note, 'N')}
          {open && !incident.ambulance && button('ambulance', w.call120)}
          {open && incident.ambulance && button('ambulance_hand_over', `${w.ambulanceHandOver}…`)}
          {open && button('more', w.more)}
          {open && button('close', `${w.close}…`)}
          {!open && !incident.mergedInto && button('reopen', `${w.reopen}…`)}
        </div>
      )}
      {trouble.value !== '' && (
        <p class="trouble" role="alert">
          {trouble.value}
        </p>
      )}
      {Forms && <Forms.OpenForm incident={incident} detail={detail} />}
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

/** Incidents of the same building, or of the same courtyard at the same time; and what was merged. */
function Together({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { group, absorbed = [], mergedInto } = incident;
  const own = group ?? incident.id;
  const others = [...picture.value.incidents.values()].filter(
    (one) => one.state === 'open' && one.id !== incident.id && (one.group ?? one.id) === own,
  );
  const into = mergedInto === undefined ? undefined : picture.value.incidents.get(mergedInto);
  if (others.length === 0 && absorbed.length === 0 && !into) return null;
  const open = (one: IncidentView) => (
    <button class="link" type="button" onClick={() => select(one.id)}>
      {personOf(one, w)} {placeOf(one.place, w)}
    </button>
  );
  return (
    <section class="section together">
      <h3>{w.together}</h3>
      <ul>
        {others.map((one) => (
          <li key={one.id}>{open(one)}</li>
        ))}
        {into && (
          <li>
            {w.mergedInto} {open(into)}
          </li>
        )}
        {absorbed.map(({ incident: id }) => {
          const one = picture.value.incidents.get(id);
          return (
            <li key={id}>
              {w.absorbed} {one ? open(one) : id}
              {mayOrder.value && incident.state === 'open' && (
                <button
                  class="small"
                  type="button"
                  disabled={actionsDisabled.value}
                  onClick={() => void order(incident.id, { command: 'split', incident: id as typeof incident.id })}
                >
                  {w.split}
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </section>
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
  return (
    <section class="section">
      <h3>{w.door}</h3>
      <dl>
        {lines.map(({ name, line }) => [<dt key={name}>{name}</dt>, <dd key={`${name}-text`}>{line}</dd>])}
        {persons.flatMap(({ id, name, phone }) =>
          phone === undefined
            ? []
            : [
                <dt key={`${id}-phone`}>{w.phone}</dt>,
                <dd key={`${id}-phone-text`}>
                  {persons.length > 1 ? name : ''} <CallNumber incident={incident.id} resident={id} masked={phone} />
                </dd>,
              ],
        )}
        {persons.flatMap(({ id, locked = [] }) =>
          (['phone', 'contacts'] as const)
            .filter((field) => locked.includes(field))
            .map((field) => [
              <dt key={`${id}-${field}-locked`}>{w[field]}</dt>,
              <dd key={`${id}-${field}-locked-text`}>{lockedText}</dd>,
            ]),
        )}
        {persons.flatMap((person) =>
          person.contacts.map(({ name, relation, phone }, i) => [
            <dt key={`${person.id}-${phone}`}>{w.contacts}</dt>,
            <dd key={`${person.id}-${phone}-text`}>
              {persons.length > 1 ? w.relationOf(person.name, relation) : relation} {name}{' '}
              <CallNumber incident={incident.id} resident={person.id} contact={i} masked={phone} />
              <Due incident={incident} resident={person.id} contact={i} />
            </dd>,
          ]),
        )}
      </dl>
      {!locked.value && <Conditions incident={incident} detail={detail} />}
    </section>
  );
}

export function Phone({ number }: { number: string }) {
  return <a href={`tel:${number.replaceAll(' ', '')}`}>{number}</a>;
}

/** This contact should be told now, as the resident has agreed. */
function Due({ incident, resident, contact }: { incident: IncidentView; resident: string; contact: number }) {
  const w = words.value;
  const due = incident.contactsDue?.some((one) => one.resident === resident && one.contact === contact);
  if (!due || !mayOrder.value) return null;
  return (
    <button
      class="small"
      type="button"
      disabled={actionsDisabled.value}
      onClick={() => void order(incident.id, { command: 'contact_told', resident, contact })}
    >
      {w.contactDue}
    </button>
  );
}

/** A line each person; behind a door with two of them it says whose. */
function conditionsOf(persons: readonly { name: string; conditions?: string[] }[]): string[] {
  return persons.flatMap(({ name, conditions = [] }) => {
    if (conditions.length === 0) return [];
    return [persons.length > 1 ? `${name}：${conditions.join('；')}` : conditions.join('；')];
  });
}

/** Conditions are the health role's, keys for a while after the end: an officer sees them by a reason, which is written down. */
function Conditions({ incident, detail }: { incident: IncidentView; detail: IncidentDetail }) {
  const w = words.value;
  const shown = revealed.value;
  const known = conditionsOf(detail.persons);
  const lines = known.length > 0 ? known : shown?.incident === incident.id ? shown.lines : undefined;
  if (lines)
    return (
      <div class="conditions">
        <b>{w.conditions}</b>
        {(lines.length > 0 ? lines : [w.noConditions]).map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    );
  const tap = async (reason: BreakGlassReason): Promise<void> => {
    const answer = await call<BehindGlass>(`/api/v1/incidents/${incident.id}/conditions`, { reason });
    if (!answer.ok) {
      trouble.value = answer.status === 0 ? w.notSent : answer.message;
      return;
    }
    const { persons, access = {} } = answer.value;
    const named = persons.map(({ id, conditions }) => ({
      name: detail.persons.find((one) => one.id === id)?.name ?? '',
      conditions,
    }));
    const keys = (['gate', 'key', 'note'] as const).flatMap((key) =>
      access[key] === undefined ? [] : [`${w.access[key]}：${access[key]}`],
    );
    revealed.value = { incident: incident.id, lines: [...conditionsOf(named), ...keys] };
  };
  const Later = panels.value;
  if (!Later) return null;
  return (
    <Later.GlassReasons
      says={`${w.conditionsHidden}，${w.breakGlassWhy}`}
      style="small"
      disabled={actionsDisabled.value}
      onReason={(reason) => void tap(reason)}
    />
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
