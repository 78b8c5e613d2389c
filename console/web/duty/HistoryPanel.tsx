// What has been: closed incidents page by page, back into the archive of years; one that is opened shows its timeline. The
// live picture holds the latest thirty only.
import { useEffect, useState } from 'preact/hooks';
import type { EventView, IncidentView } from '../../../contracts/incident/views.ts';
import { call, command, readEvents } from '../live/api.ts';
import { actionsDisabled } from '../live/page.ts';
import { clockOf, dateOf, minuteOf, momentOf } from '../look/time.ts';
import { instantOf } from '../look/timeFields.ts';
import { eventSentence, personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { mayOrder, panel } from './state.ts';

const pageSize = 40;

export function HistoryPanel() {
  const w = words.value;
  const [shown, setShown] = useState<IncidentView[]>([]);
  const [more, setMore] = useState(true);
  const [trouble, setTrouble] = useState('');

  /** @param before closed before this instant; from now on when left out */
  async function load(known: IncidentView[], before: string | undefined): Promise<void> {
    const query = new URLSearchParams({ state: 'closed', limit: String(pageSize), ...(before ? { before } : {}) });
    const answer = await call<{ incidents: IncidentView[] }>(`/api/v1/incidents?${query}`);
    if (!answer.ok) return setTrouble(answer.message || w.notSent);
    const { incidents } = answer.value;
    const latestFirst = [...incidents].sort((a, b) => (closedAt(a) < closedAt(b) ? 1 : -1));
    setTrouble('');
    setShown([...known, ...latestFirst]);
    setMore(incidents.length === pageSize);
  }
  useEffect(() => void load([], undefined), []);

  const last = shown.at(-1);
  return (
    <section class="panel" aria-label={w.historyTitle}>
      <header>
        <h2>{w.historyTitle}</h2>
        <button
          class="x"
          type="button"
          aria-label={w.closePanel}
          onClick={() => {
            panel.value = undefined;
          }}
        >
          ×
        </button>
      </header>
      <div class="panel-body">
        <label class="history-from">
          {w.historyUntil}{' '}
          <input
            type="date"
            onChange={(event) => {
              const day = event.currentTarget.value;
              void load([], day === '' ? undefined : instantOf(`${day}T23:59:59.999`));
            }}
          />
        </label>
        {trouble !== '' && (
          <p class="trouble" role="alert">
            {trouble}
          </p>
        )}
        {shown.length === 0 && !more && <p class="says">{w.historyEmpty}</p>}
        {shown.map((incident) => (
          <Closed key={incident.id} incident={incident} />
        ))}
        {more && last && (
          <button type="button" onClick={() => void load(shown, closedAt(last))}>
            {w.historyEarlier}
          </button>
        )}
      </div>
    </section>
  );
}

const closedAt = ({ closed, receivedAt }: IncidentView): string => closed?.at ?? receivedAt;

function Closed({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [events, setEvents] = useState<EventView[]>();
  const [done, setDone] = useState(false);
  const [trouble, setTrouble] = useState('');
  const { number, kind, closed } = incident;
  const after = done ? undefined : incident.aftercare;
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open && !events)
          void readEvents(incident.id).then((answer) => {
            if (answer.ok) setEvents(answer.value.events);
          });
      }}
    >
      <summary>
        <time>
          {dateOf(Date.parse(closedAt(incident)))} {minuteOf(Date.parse(closedAt(incident)))}
        </time>{' '}
        {w.number(number)} {personOf(incident, w)} · {w.kinds[kind]} ·{' '}
        {closed ? w.dispositions[closed.disposition] : ''}
        <small> {placeOf(incident.place, w)}</small>
      </summary>
      {after && mayOrder.value && (
        <p class="owed">
          <span>{w.aftercare[after.what](momentOf(Date.parse(after.by)))}</span>
          <button
            class="small"
            type="button"
            disabled={actionsDisabled.value}
            onClick={async () => {
              const given = await command(incident.id, { command: 'aftercare_done', seen: incident.seq });
              if (given.ok) setDone(true);
              else setTrouble(given.message || w.notSent);
            }}
          >
            {w.aftercareDone}
          </button>
        </p>
      )}
      {trouble !== '' && (
        <p class="trouble" role="alert">
          {trouble}
        </p>
      )}
      <ol class="timeline">
        {(events ?? []).map((event) => (
          <li key={event.seq}>
            <time>{clockOf(Date.parse(event.at))}</time>
            <span>
              {eventSentence(event, incident, w)}
              {event.text !== undefined && <q>{event.text}</q>}
            </span>
          </li>
        ))}
      </ol>
    </details>
  );
}
