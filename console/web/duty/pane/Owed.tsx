import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { picture } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { order, toggleForm } from '../actions.ts';
import { mayOrder } from '../state.ts';
import { OwedLine } from './OwedLine.tsx';

/** What the officer owes: to take over what was handed to them, a written reason, a visit after the end. */
export function Owed({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { handOver, marks, aftercare } = incident;
  const mine = handOver?.to === picture.value.me?.name;
  return (
    <>
      {handOver && (
        <OwedLine says={mine ? w.handedToMe(handOver.by) : w.handedTo(handOver.to)}>
          {mine && mayOrder.value && (
            <Act class="small" does={() => void order(incident.id, { command: 'take_over' })} says={w.takeItOver} />
          )}
        </OwedLine>
      )}
      {marks.includes('reason_due') && (
        <OwedLine says={w.marks.reason_due}>
          {mayOrder.value && (
            <Act class="small" does={() => toggleForm('reason')}>
              {w.giveReason}…
            </Act>
          )}
        </OwedLine>
      )}
      {aftercare && (
        <OwedLine says={w.aftercare[aftercare.what](momentOf(Date.parse(aftercare.by)))}>
          {mayOrder.value && (
            <Act class="small" does={() => toggleForm('aftercare')}>
              {w.aftercareDone}…
            </Act>
          )}
        </OwedLine>
      )}
    </>
  );
}
