// The head of one incident, wherever it is shown: what it is, who and where.
import './IncidentHead.css';
import type { ComponentChildren } from 'preact';
import type { IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import { now } from '../live/page.ts';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { Close } from './Close.tsx';
import { Severity } from './Severity.tsx';

export function IncidentHead(props: {
  incident: IncidentView;
  detail: IncidentDetail | undefined;
  /** for how long it has been going on */
  age?: string;
  onClose: () => void;
  /** how far it has come */
  children?: ComponentChildren;
}) {
  const w = words.value;
  const { incident, detail, age = '', onClose, children } = props;
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
        <Close says={w.closePane} onClose={onClose} />
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
        <time aria-live="off">{age}</time>
      </div>
      <div class="where">
        <span>{placeOf(place, w)}</span>
        <em>{place.grid?.name}</em>
      </div>
      {children}
    </div>
  );
}
