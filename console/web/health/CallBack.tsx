import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { CallBackOutcome } from '../../../contracts/terms.ts';
import { Act } from '../look/Act.tsx';
import { Button } from '../look/Button.tsx';
import { words } from '../words/words.ts';
import { order } from './state.ts';

/** The desk has called the resident back: what came of it. */
export function CallBack({ incident, leave }: { incident: IncidentView; leave: () => void }) {
  const w = words.value;
  const called = async (outcome: CallBackOutcome): Promise<void> => {
    if (await order(incident.id, { command: 'call_back', outcome })) leave();
  };
  return (
    <section class="sheet">
      <p>{w.callBackSays}</p>
      {(['spoke', 'no_answer', 'cannot_speak'] as const).map((outcome) => (
        <Act class="wide-button" key={outcome} does={() => void called(outcome)} says={w.outcomes[outcome]} />
      ))}
      <Button class="wide-button" does={leave} says={w.cancel} />
    </section>
  );
}
