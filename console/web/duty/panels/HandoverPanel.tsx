// 交班: what the next officer must know, signed by both.
import './HandoverPanel.css';
import { useEffect, useState } from 'preact/hooks';
import type { Handover } from '../../../../contracts/office/responders.ts';
import { call } from '../../live/api.ts';
import { Panel } from '../../look/Panel.tsx';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { HandoverForm } from './HandoverForm.tsx';
import { HandoverState } from './HandoverState.tsx';

export function HandoverPanel() {
  const w = words.value;
  const [state, setState] = useState<Handover>();
  const [wrong, setWrong] = useState('');
  useEffect(() => {
    void call<Handover>('/api/v1/handover').then((answer) => {
      if (answer.ok) setState(answer.value);
      else setWrong(answer.message || w.notSent);
    });
  }, []);
  return (
    <Panel title={w.handover} close={closePanel} size="wide">
      <div class="handover">
        {state ? <HandoverState state={state} /> : <p class="says">{w.loading}</p>}
        <HandoverForm wrong={wrong} setWrong={setWrong} />
      </div>
    </Panel>
  );
}
