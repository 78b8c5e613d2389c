import './Head.css';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { now } from '../../live/page.ts';
import { IncidentHead } from '../../look/IncidentHead.tsx';
import { elapsed } from '../../look/time.ts';
import { closePane } from '../actions.ts';
import { Marks } from './Marks.tsx';
import { Owed } from './Owed.tsx';
import { Steps } from './Steps.tsx';

/** What it is, who and where, since when, and how far it has come. */
export function Head({ incident, detail }: { incident: IncidentView; detail: IncidentDetail | undefined }) {
  return (
    <IncidentHead
      incident={incident}
      detail={detail}
      age={incident.closed ? '' : elapsed(now.value - Date.parse(incident.receivedAt))}
      onClose={closePane}
    >
      <Owed incident={incident} />
      <Marks incident={incident} />
      <Steps incident={incident} />
    </IncidentHead>
  );
}
