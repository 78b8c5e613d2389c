import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { isForgotten } from '../../alarm/attention.ts';
import { now } from '../../live/page.ts';
import { words } from '../../words/words.ts';

/** The first of these that stands is shown: there is no room for more. */
const urgentMarks: readonly IncidentView['marks'][number][] = [
  'beyond_reach',
  'call_120',
  'nobody_answers',
  'help_asked',
  'untold',
  'not_reached',
  'cancel_requested',
  'cannot_talk',
  'maybe_repeat',
  'inexact_fix',
  'reason_due',
  'unreadable',
];

/** What is wrong with an incident, and how near help is, in a word each. */
export function RowTags({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { marks, priority } = incident;
  if (incident.closed)
    return (
      <span class={`tag ${marks.includes('untold') ? 'loud p2' : ''}`}>
        {marks.includes('untold') ? w.marks.untold : w.dispositions[incident.closed.disposition]}
      </span>
    );
  const mark = urgentMarks.find((one) => marks.includes(one));
  const how = incident.coming?.how;
  return (
    <>
      {!incident.acknowledged && <span class={`tag loud p${priority}`}>{w.notAcknowledged}</span>}
      {isForgotten(incident, now.value) && <span class={`tag loud p${priority}`}>{w.nobodyGoes}</span>}
      {mark && <span class="tag">{w.marks[mark]}</span>}
      {how === 'there' && <span class="tag go">{w.legStates.on_scene}</span>}
      {how === 'coming' && <span class="tag go">{w.legStates.en_route}</span>}
    </>
  );
}
