// 按一次试试: the page waits, and shows the first press as it is seen, offered and answered.
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { picture } from '../../live/page.ts';
import { clockOf } from '../../look/time.ts';
import { personOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import type { StepProps } from './stepProps.ts';
import { startWords } from './words.ts';

export function Press({ beginning: { home, press } }: StepProps) {
  const s = startWords.value;
  if (!home) return <p>{s.needs(s.steps.home)}</p>;
  const live = [...picture.value.incidents.values()]
    .filter((one) => one.home === home.id && one.mergedInto === undefined)
    .sort((a, b) => (a.id < b.id ? 1 : -1))[0];
  return (
    <>
      <p>{s.press.says}</p>
      <div role="status" class="first-press">
        {live ? <Seen incident={live} /> : press ? <p>{s.done}</p> : <Waiting />}
      </div>
      {live?.state === 'open' && (
        <p>
          <a class="button strong" href="/">
            {s.press.desk}
          </a>
        </p>
      )}
      {press && <p class="have">{s.finished}</p>}
    </>
  );
}

function Waiting() {
  const s = startWords.value;
  return (
    <>
      <p class="waiting">{s.press.waiting}</p>
      <p class="hint">{s.press.hint}</p>
    </>
  );
}

function Seen({ incident }: { incident: IncidentView }) {
  const s = startWords.value;
  const w = words.value;
  const pressedAt = Date.parse(incident.receivedAt);
  const after = (instant: string): string =>
    s.press.seconds(Math.max(0, Math.round((Date.parse(instant) - pressedAt) / 1000)));
  const { legs, acknowledged } = incident;
  const waits = legs.find(
    ({ state, responder }) => state === 'offered' && !picture.value.responders.get(responder.id)?.connected,
  );
  return (
    <ol class="seen">
      <li>
        <b>{s.press.pressed(clockOf(pressedAt))}</b> {s.press.who(personOf(incident, w))}
      </li>
      <li>{s.press.opened(incident.number)}</li>
      {legs.length === 0 && <li>{s.press.nobody}</li>}
      {legs.map((leg) => (
        <li key={leg.id}>
          <b>{said(leg)}</b> {leg.state === 'offered' && after(leg.offeredAt)}
        </li>
      ))}
      {waits && <li class="hint">{s.press.offline(waits.responder.name)}</li>}
      {acknowledged && (
        <li>
          <b>{s.press.acknowledged(acknowledged.by)}</b> {after(acknowledged.at)}
        </li>
      )}
      {incident.state === 'closed' && <li>{s.press.closed}</li>}
    </ol>
  );
}

function said({ state, standing, responder: { name } }: IncidentView['legs'][number]): string {
  const { press } = startWords.value;
  if (standing === 'taken') return press.accepted(name);
  if (state === 'declined') return press.declined(name);
  return state === 'received' ? press.received(name) : press.offered(name);
}
