// The story of one incident: who and where, when each step was taken, who was asked, what happened, and its proof. Printed it is a page.
import '../../look/Section.css';
import './Story.css';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { Proof } from '../../live/Proof.tsx';
import { now, picture } from '../../live/page.ts';
import { useDetail } from '../../live/useDetail.ts';
import { Close } from '../../look/Close.tsx';
import { IncidentHead } from '../../look/IncidentHead.tsx';
import { Log } from '../../look/Log.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { nameOf, personOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { districtName } from '../district.ts';
import { ownWords } from '../language.ts';
import { Orders } from './Orders.tsx';
import { PrintedProof } from './PrintedProof.tsx';
import { Times } from './Times.tsx';

export function Story({ id, close }: { id: string; close: () => void }) {
  const w = words.value;
  const o = ownWords.value;
  // Of an open one each change is told, and read anew.
  const seq = picture.value.incidents.get(id as IncidentView['id'])?.seq ?? 0;
  const { detail, events, wrong } = useDetail({ id: id as IncidentView['id'], seq });
  const incident = detail?.incident;
  return (
    <aside class="story" aria-label={incident ? `${o.story} ${personOf(incident, w)}` : o.story}>
      <p class="on-paper letterhead">
        {districtName.value} · {w.title} · {o.story}
      </p>
      {incident ? (
        <IncidentHead incident={incident} detail={detail} onClose={close} />
      ) : (
        <p class="waiting">
          {wrong === '' && o.loading}
          <Close says={w.closePane} onClose={close} />
        </p>
      )}
      <Trouble says={wrong === '' ? '' : `${o.failed}${wrong}`} />
      {incident && (
        <div class="story-body">
          {incident.state === 'open' && (
            <p class="section on-screen">
              {o.openStill}{' '}
              <a class="button" href="/">
                {o.toDuty}
              </a>
            </p>
          )}
          <Times incident={incident} events={events} />
          <Asked incident={incident} />
          <Log incident={incident} events={events} />
          <Orders incident={incident} />
          <div class="on-screen">
            <Proof incident={incident} />
          </div>
          <PrintedProof incident={incident} />
          <p class="on-paper letterfoot">{o.printed(momentOf(now.value), picture.value.me?.name ?? '')}</p>
        </div>
      )}
      {incident && (
        <p class="acts on-screen">
          <button class="button" type="button" onClick={() => print()}>
            {o.print}
          </button>
        </p>
      )}
    </aside>
  );
}

function Asked({ incident: { legs } }: { incident: IncidentView }) {
  const w = words.value;
  return (
    <section class="section">
      <h3>{ownWords.value.people}</h3>
      {legs.length === 0 && <p>{w.noLegs}</p>}
      <ul class="asked">
        {legs.map((leg) => (
          <li key={leg.id}>
            <b>{nameOf(leg.responder.name)}</b> <span>{w.roles[leg.responder.role]}</span>{' '}
            <span>{w.legStates[leg.state]}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
