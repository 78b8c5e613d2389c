// 回访: after a P1 somebody visits, after hospital somebody asks whether they are home. The most overdue first; what is done goes.
import './AftercarePanel.css';
import { useEffect, useState } from 'preact/hooks';
import { Panel } from '../../look/Panel.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { owed, readAftercare } from './aftercare.ts';
import { Visit } from './Visit.tsx';

export function AftercarePanel() {
  const w = words.value;
  const [known, setKnown] = useState(false);
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    void readAftercare().then((answer) => {
      if (answer.ok) setKnown(true);
      else setWrong(answer.message || w.notSent);
    });
  }, []);
  return (
    <Panel title={w.visits.title} close={closePanel}>
      <Trouble says={wrong} />
      {owed.value.length === 0 && wrong === '' && <p class="says">{known ? w.visits.none : w.loading}</p>}
      <ol class="visits">
        {owed.value.map((one) => (
          <Visit key={one.id} incident={one} />
        ))}
      </ol>
    </Panel>
  );
}
