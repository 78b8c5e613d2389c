// 交班: what the next officer must know, signed by both.
import './HandoverPanel.css';
import { useState } from 'preact/hooks';
import type { Handover } from '../../../../contracts/office/responders.ts';
import { useRead } from '../../live/useRead.ts';
import { Panel } from '../../look/Panel.tsx';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { HandoverForm } from './HandoverForm.tsx';
import { HandoverState } from './HandoverState.tsx';

export function HandoverPanel() {
  const w = words.value;
  const { value: state, wrong } = useRead<Handover>('/api/v1/handover');
  const [refused, setRefused] = useState('');
  return (
    <Panel title={w.handover} close={closePanel} size="wide">
      <div class="handover">
        {state ? <HandoverState state={state} /> : <p class="says">{w.loading}</p>}
        <HandoverForm wrong={refused || wrong} setWrong={setRefused} />
      </div>
    </Panel>
  );
}
