import './Marks.css';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { clockOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';

/** What is special about it, and which outside numbers were called. */
export function Marks({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { marks, ambulance, called = [], callBack } = incident;
  const clock = (at: string): string => clockOf(Date.parse(at));
  const tags = [
    ...marks.map((mark) => w.marks[mark]),
    ...(ambulance
      ? [`${w.ambulanceCalled(clock(ambulance.at))}${ambulance.handedOver ? ` · ${w.handedOverTag}` : ''}`]
      : []),
    ...called.map(({ number, at }) => w.calledNumber(number, clock(at))),
    ...(callBack ? [w.callBackDone(clock(callBack.at), w.outcomes[callBack.outcome])] : []),
  ];
  if (tags.length === 0) return null;
  return (
    <p class="marks">
      {tags.map((says) => (
        <span class="tag" key={says}>
          {says}
        </span>
      ))}
    </p>
  );
}
