// 理由待补: each incident that was acknowledged too late, the oldest first, with a line to write why. What is written goes from the list.
import './AftercarePanel.css';
import { useEffect, useState } from 'preact/hooks';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { ReasonForm } from '../../live/ReasonForm.tsx';
import { Panel } from '../../look/Panel.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf, minuteOf } from '../../look/time.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { mayOrder } from '../state.ts';
import { readReasons, reasonsOwed } from './reasons.ts';

export function ReasonsPanel() {
  const w = words.value;
  const [known, setKnown] = useState(false);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    void readReasons().then((answer) => {
      if (answer.ok) setKnown(true);
      else setWrong(answer.message || w.notSent);
    });
  }, []);
  return (
    <Panel title={w.owedReasons.title} close={closePanel}>
      <Trouble says={wrong} />
      <p class="says">{reasonsOwed.value.length > 0 || !known ? w.owedReasons.says : w.owedReasons.none}</p>
      <ol class="visits">
        {reasonsOwed.value.map((one) => (
          <Owing key={one.id} incident={one} />
        ))}
      </ol>
    </Panel>
  );
}

function Owing({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { id, number, place, receivedAt } = incident;
  const at = Date.parse(receivedAt);
  return (
    <li data-reason={id}>
      <p>
        <b>{personOf(incident, w)}</b>
        <em>
          {dateOf(at)} {minuteOf(at)}
        </em>
      </p>
      <p class="says">
        {w.number(number)} · {placeOf(place, w)}
      </p>
      {mayOrder.value && <ReasonForm incident={id} done={() => void readReasons()} />}
    </li>
  );
}
