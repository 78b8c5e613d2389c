// The pane's forms: whom to send, what to note, how it ended. Nothing irreversible happens by a single key or click.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { IncidentView, ResponderView } from '../../../contracts/api.ts';
import type { Disposition } from '../../../contracts/commands.ts';
import { words } from '../words/words.ts';
import { orderFromForm } from './orders.ts';
import { isTaken } from './queue.ts';
import { actionsDisabled, form, map, picture, roads, trouble } from './state.ts';

/** So many people are listed at first. */
const shownAtFirst = 6;

export function AssignForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [all, setAll] = useState(false);
  const [chosen, choose] = useState<string>();
  const ranked = rank(incident);
  const shown = all ? ranked : ranked.slice(0, shownAtFirst);
  return (
    <section class="form" aria-label={w.assignTitle}>
      <h3>
        {w.assignTitle} <span>{w.assignOrder}</span>
      </h3>
      {shown.map(({ responder, seconds, busy, sent }) => (
        <div class="candidate" key={responder.id} data-responder={responder.id}>
          <span class="minutes">
            {Math.max(1, Math.round(seconds / 60))}
            <small>{w.minuteUnit}</small>
          </span>
          <p>
            <b>{responder.name}</b> {w.roles[responder.role]}
            {responder.connected ? '' : ` · ${w.offline}`}
            {busy ? ` · ${w.otherIncident}` : ''}
          </p>
          {sent ? (
            <em>{w.alreadySent}</em>
          ) : chosen === responder.id ? (
            <button
              class="small strong"
              type="button"
              disabled={actionsDisabled.value}
              onClick={() => void orderFromForm(incident.id, { command: 'assign', responder: responder.id })}
            >
              {w.confirmAssign(responder.name)}
            </button>
          ) : (
            <button class="small" type="button" disabled={actionsDisabled.value} onClick={() => choose(responder.id)}>
              {w.assign}
            </button>
          )}
        </div>
      ))}
      {!all && ranked.length > shownAtFirst && (
        <button class="small" type="button" onClick={() => setAll(true)}>
          {w.assignMore}
        </button>
      )}
    </section>
  );
}

type Ranked = { responder: ResponderView; seconds: number; busy: boolean; sent: boolean };

/** Everybody on duty, soonest there first; those at work elsewhere last. */
function rank(incident: IncidentView): Ranked[] {
  const { position } = incident.place;
  const speeds = map.value?.speeds;
  const elsewhere = new Set(
    [...picture.value.incidents.values()]
      .filter((one) => one.id !== incident.id && one.state === 'open')
      .flatMap((one) => one.legs.filter(isTaken).map((leg) => leg.responder.id)),
  );
  const sent = new Set(
    incident.legs
      .filter((leg) => isTaken(leg) || leg.state === 'offered' || leg.state === 'received')
      .map((leg) => leg.responder.id),
  );
  return [...picture.value.responders.values()]
    .filter(({ onDuty }) => onDuty)
    .map((responder) => {
      const speed = responder.means === 'foot' ? speeds?.footMetresPerSecond : speeds?.bicycleMetresPerSecond;
      const seconds =
        position && speed
          ? roads.value.travelSeconds(responder.position, position, speed, speeds?.footMetresPerSecond)
          : 0;
      return { responder, seconds, busy: elsewhere.has(responder.id), sent: sent.has(responder.id) };
    })
    .sort((a, b) => Number(a.busy) - Number(b.busy) || a.seconds - b.seconds);
}

export function NoteForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [text, setText] = useState('');
  const area = useFocus<HTMLTextAreaElement>();
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') void orderFromForm(incident.id, { command: 'note', text: text.trim() });
      }}
    >
      <label>
        {w.note}
        <textarea
          ref={area}
          rows={3}
          maxLength={2000}
          placeholder={w.noteHint}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
      <FormButtons submit={w.save} disabled={text.trim() === ''} />
    </form>
  );
}

export function CloseForm({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [disposition, setDisposition] = useState<Disposition>();
  const [text, setText] = useState('');
  const dispositions = Object.keys(w.dispositions) as Disposition[];
  const needsWords = disposition === 'other' && text.trim() === '';
  const told = incident.legs.filter(
    (leg) => isTaken(leg) || ['offered', 'received', 'timed_out'].includes(leg.state),
  ).length;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (disposition === undefined || needsWords) return;
        void orderFromForm(incident.id, {
          command: 'close',
          disposition,
          ...(text.trim() === '' ? {} : { text: text.trim() }),
        });
      }}
    >
      <fieldset>
        <legend>{w.disposition}</legend>
        <div class="choices">
          {dispositions.map((one) => (
            <label key={one} class={disposition === one ? 'chosen' : ''}>
              <input
                type="radio"
                name="disposition"
                value={one}
                checked={disposition === one}
                onChange={() => setDisposition(one)}
              />
              {w.dispositions[one]}
            </label>
          ))}
        </div>
      </fieldset>
      <label>
        {disposition === 'other' ? w.dispositionNeedsWords : w.words}
        <textarea rows={2} maxLength={2000} value={text} onInput={(event) => setText(event.currentTarget.value)} />
      </label>
      <p class="says">{w.closeSays(told)}</p>
      <FormButtons submit={w.confirmClose} disabled={disposition === undefined || needsWords} />
    </form>
  );
}

function FormButtons({ submit, disabled }: { submit: string; disabled: boolean }) {
  return (
    <div class="form-buttons">
      <button
        type="button"
        onClick={() => {
          form.value = undefined;
          trouble.value = '';
        }}
      >
        {words.value.cancel}
      </button>
      <button class="strong" type="submit" disabled={disabled || actionsDisabled.value}>
        {submit}
      </button>
    </div>
  );
}

function useFocus<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
