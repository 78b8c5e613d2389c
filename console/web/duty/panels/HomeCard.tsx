import { Panel } from '../../look/Panel.tsx';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { readiness } from '../district.ts';
import { chosenHome, mayOrder } from '../state.ts';
import { Raise } from './Raise.tsx';

/** A home that was searched for: could it be helped now? */
export function HomeCard() {
  const w = words.value;
  const home = chosenHome.value;
  if (!home) return null;
  const judged = readiness.value?.homes.find((one) => one.id === home.home);
  return (
    <Panel title={home.name} close={closePanel} size="small">
      <p class="says">{home.says}</p>
      {judged && (
        <p class="says">
          {judged.reasons.length === 0 ? w.ready : judged.reasons.map((one) => w.reasons[one] ?? one).join('，')}
        </p>
      )}
      {mayOrder.value && <Raise home={home.home} />}
    </Panel>
  );
}
