// What the desk does: one touch each, all of them in sight.
import './Acts.css';
import { useState } from 'preact/hooks';
import type { IncidentDetail, IncidentView } from '../../../contracts/incident/views.ts';
import { CallNumber } from '../live/CallNumber.tsx';
import { Act } from '../look/Act.tsx';
import { clockOf } from '../look/time.ts';
import { words } from '../words/words.ts';
import { Ambulance } from './Ambulance.tsx';
import { CallBack } from './CallBack.tsx';
import { Doctors } from './Doctors.tsx';
import { HandOver } from './HandOver.tsx';
import { deskWords } from './language.ts';
import { answer, ownLeg } from './state.ts';

const sheets = { doctor: Doctors, ambulance: Ambulance, call_back: CallBack, hand_over: HandOver } as const;

export function Acts({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  const w = words.value;
  const h = deskWords.value;
  const [open, setOpen] = useState<keyof typeof sheets>();
  if (open !== undefined) {
    const Sheet = sheets[open];
    return <Sheet incident={incident} leave={() => setOpen(undefined)} />;
  }
  const opens = (which: keyof typeof sheets, says: string, look = '') => (
    <Act class={`wide-button${look}`} does={() => setOpen(which)} says={says} />
  );
  const leg = ownLeg(incident);
  const phones = (detail?.persons ?? []).filter(({ phone }) => phone !== undefined);
  return (
    <section class="main-acts">
      {phones.map(({ id, name, phone = '' }) => (
        <CallNumber
          key={id}
          incident={incident.id}
          resident={id}
          masked={phone}
          label={phones.length > 1 ? h.callPerson(name) : h.callResident}
          style="wide-button strong"
        />
      ))}
      {opens('doctor', h.sendDoctor)}
      {opens('call_back', `${w.callBack}…`)}
      {incident.ambulance && <p class="says">{w.ambulanceCalled(clockOf(Date.parse(incident.ambulance.at)))}</p>}
      {incident.ambulance ? opens('hand_over', `${w.ambulanceHandOver}…`) : opens('ambulance', h.call120, ' danger')}
      {leg?.standing === 'taken' && (
        <Act class="wide-button" does={() => void answer(incident, leg, 'done')} says={h.done} />
      )}
    </section>
  );
}
