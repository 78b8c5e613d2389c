// Somebody who could be sent: how soon, what they can do, and the button that is pressed twice.
import './Candidate.css';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import type { CandidateView } from '../../../../contracts/office/responders.ts';
import { picture } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { minutesOf } from '../../look/time.ts';
import { nameOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { orderFromForm, propose } from '../actions.ts';
import { mayOrder, proposed } from '../state.ts';

export function Candidate({ incident, candidate }: { incident: IncidentView; candidate: CandidateView }) {
  const w = words.value;
  const responder = picture.value.responders.get(candidate.responder);
  if (!responder) return null;
  const { reason, busyWith, travelSeconds, positionSeconds, skills } = candidate;
  const about = [
    w.roles[responder.role],
    ...skills.map((skill) => w.canDo(w.skills[skill] ?? skill)),
    ...(responder.connected ? [] : [w.offline]),
    ...(busyWith === undefined ? [] : [w.busyWith(busyWith)]),
    ...(busyWith === undefined || reason !== 'busy' ? [w.whyNotAsked[reason] ?? ''] : []),
    ...(positionSeconds === undefined ? [] : [w.positionAge(positionSeconds)]),
  ];
  const send = (): void => {
    propose(undefined);
    void orderFromForm(incident.id, { command: 'assign', responder: responder.id });
  };
  return (
    <div class="candidate" data-responder={responder.id}>
      <span class="minutes">
        {responder.means === 'desk' ? '–' : minutesOf(travelSeconds)}
        {responder.means !== 'desk' && <small>{w.minuteUnit}</small>}
      </span>
      <p>
        <b>{responder.name}</b> {about.filter((one) => one !== '').join(' · ')}
      </p>
      {reason === 'already_asked' ? (
        <em>{w.alreadySent}</em>
      ) : !mayOrder.value ? null : proposed.value === responder.id ? (
        <Act class="small strong" does={send} says={w.confirmAssign(nameOf(responder.name))} />
      ) : (
        <Act class="small" does={() => propose(responder.id)} says={w.assign} />
      )}
    </div>
  );
}
