import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { CandidateView } from '../../../contracts/office/responders.ts';
import { picture } from '../live/page.ts';
import { useCandidates } from '../live/useCandidates.ts';
import { Act } from '../look/Act.tsx';
import { Button } from '../look/Button.tsx';
import { words } from '../words/words.ts';
import { deskWords } from './language.ts';
import { order } from './state.ts';

/** Which doctor to send, soonest first. */
export function Doctors({ incident, leave }: { incident: IncidentView; leave: () => void }) {
  const h = deskWords.value;
  const w = words.value;
  const isDoctor = ({ responder }: CandidateView): boolean =>
    picture.value.responders.get(responder)?.role === 'doctor';
  const doctors = useCandidates(incident)?.filter(isDoctor);
  const free = doctors?.filter(({ reason }) => reason !== 'already_asked') ?? [];
  const send = async (responder: CandidateView['responder']): Promise<void> => {
    if (await order(incident.id, { command: 'assign', responder, track: 'health' })) leave();
  };
  return (
    <section class="sheet">
      <h2>{h.chooseDoctor}</h2>
      {doctors !== undefined && free.length === 0 && <p class="says">{h.noDoctor}</p>}
      {free.map(({ responder, travelSeconds, reason }) => (
        <Act class="wide-button" key={responder} does={() => void send(responder)}>
          {picture.value.responders.get(responder)?.name} {h.minutes(Math.max(1, Math.round(travelSeconds / 60)))}
          {w.whyNotAsked[reason] ? ` · ${w.whyNotAsked[reason]}` : ''}
        </Act>
      ))}
      <Button class="wide-button" does={leave} says={h.back} />
    </section>
  );
}
