import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { Phone } from '../../look/Phone.tsx';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';

/** The number of an outside service, and what its dispatcher must hear. */
export function SayOnThePhone(props: { incident: IncidentView; says: string; number: string }) {
  const w = words.value;
  const { incident, says, number } = props;
  return (
    <>
      <p class="says">
        {says} <Phone number={number} />
      </p>
      <p class="says strong-words">{`${placeOf(incident.place, w)}，${personOf(incident, w)}`}</p>
    </>
  );
}
