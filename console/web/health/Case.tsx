// One incident: who, where and how they are; what happened; beside it what the desk can do.
import './Case.css';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { useDetail } from '../live/useDetail.ts';
import { Act } from '../look/Act.tsx';
import { EventLog } from '../look/EventLog.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { personOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { Acts } from './Acts.tsx';
import { Advice } from './Advice.tsx';
import { Card } from './Card.tsx';
import { Going } from './Going.tsx';
import { Head } from './Head.tsx';
import { deskWords } from './language.ts';
import { Needs } from './Needs.tsx';
import { answer, mustAnswer, ownLeg, trouble } from './state.ts';

export function Case({ incident }: { incident: IncidentView }) {
  const { detail, events } = useDetail(incident);
  const leg = ownLeg(incident);
  return (
    <>
      <section class="case" aria-label={personOf(incident, words.value)}>
        <Head incident={incident} detail={detail} />
        {mustAnswer(incident) && leg && (
          <Act class={`fill p${incident.priority}`} does={() => void answer(incident, leg, 'accept')}>
            {deskWords.value.take}
          </Act>
        )}
        <Trouble says={trouble.value} />
        {detail && <Card incident={incident.id} detail={detail} asked={mustAnswer(incident)} />}
        <EventLog incident={incident} events={[...events].reverse()} />
      </section>
      <aside class="acts">
        <Needs incident={incident} />
        <Going incident={incident} />
        <Acts incident={incident} detail={detail} />
        <Advice incident={incident} />
      </aside>
    </>
  );
}
