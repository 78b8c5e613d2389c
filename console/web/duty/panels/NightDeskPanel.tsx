// 夜间值守: one switch for a hall in which nobody is awake. It says who has it, hands it over and takes it back.
import { useState } from 'preact/hooks';
import type { NightDeskOrder } from '../../../../contracts/office/responders.ts';
import { Act } from '../../look/Act.tsx';
import { Panel } from '../../look/Panel.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { mayOrder } from '../state.ts';
import { HandNightDesk } from './HandNightDesk.tsx';
import { handNightDesk, nightDeskHolders, nightDeskSays } from './nightDesk.ts';

export function NightDeskPanel() {
  const w = words.value;
  const holders = nightDeskHolders.value;
  const [wrong, setWrong] = useState('');

  async function hand(order: NightDeskOrder): Promise<void> {
    const answer = await handNightDesk(order);
    if (!answer.ok) return setWrong(answer.message || w.notSent);
    closePanel(); // the top bar says it now
  }

  return (
    <Panel title={w.nightDesk.title} close={closePanel}>
      <p class="says strong-words">{holders.length === 0 ? w.nightDesk.hall : nightDeskSays(holders, w)}</p>
      {mayOrder.value && holders.length > 0 && (
        <Act class="strong wide-button" does={() => void hand({})} says={w.nightDesk.back} />
      )}
      {mayOrder.value && <HandNightDesk onHand={hand} />}
      <Trouble says={wrong} />
    </Panel>
  );
}
