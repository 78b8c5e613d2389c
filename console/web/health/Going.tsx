import './Going.css';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { Phone } from '../look/Phone.tsx';
import { nameOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { deskWords } from './language.ts';

/** Who is on the way to the door, or there. */
export function Going({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const h = deskWords.value;
  const going = incident.legs.filter(
    ({ standing, purpose }) => standing === 'taken' && (purpose === 'comes' || purpose === 'bridge'),
  );
  return (
    <section>
      <h2>{h.going}</h2>
      {incident.coming === undefined && <p class="says">{h.nobodyGoing}</p>}
      {going.map(({ id, track, state, responder, travelSeconds, doubtful }) => (
        <p class={`going ${track}`} key={id}>
          <b>
            {nameOf(responder.name)}
            {h.comma}
            {state === 'on_scene' ? w.legStates.on_scene : w.arrivesIn(w.minutes(Math.round(travelSeconds / 60)))}
            {doubtful && `${h.comma}${w.doubts[doubtful] ?? doubtful}`}
          </b>
          {w.roles[responder.role]}
          {responder.phone && <Phone number={responder.phone}>{h.callPerson(nameOf(responder.name))}</Phone>}
        </p>
      ))}
    </section>
  );
}
