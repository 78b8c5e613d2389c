import './Head.css';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { Close } from '../../look/Close.tsx';
import { Severity } from '../../look/Severity.tsx';
import { elapsed } from '../../look/time.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { closePane } from '../actions.ts';
import { Marks } from './Marks.tsx';
import { Owed } from './Owed.tsx';
import { Steps } from './Steps.tsx';

/** What it is, who and where, since when, and how far it has come. */
export function Head({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const { priority, kind, beside, number, place } = incident;
  const presses = incident.presses.reduce((sum, press) => sum + press.times, 0);
  const [person] = detail?.persons ?? [];
  const about = [
    w.priority[priority],
    w.kinds[kind],
    beside ? w.beside(w.kinds[beside]) : '',
    w.pressed(presses),
    w.number(number),
  ].filter((part) => part !== '');
  return (
    <div class="pane-head">
      <div class="about">
        <Severity priority={priority} size={22} />
        <span>{about.join(' · ')}</span>
        <Close says={w.closePane} onClose={closePane} />
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
      <Marks incident={incident} />
      <Steps incident={incident} />
    </div>
  );
}
