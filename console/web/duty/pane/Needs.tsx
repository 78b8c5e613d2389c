// What the incident needs and where each need stands. What is over stands small at the end.
import './Needs.css';
import type { IncidentView, NeedView } from '../../../../contracts/incident/views.ts';
import { needSentence } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import { Need } from './Need.tsx';

export function Needs({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const { needs } = incident;
  if (incident.state === 'closed' || needs.length === 0) return null;
  const open = needs.filter(({ state }) => state !== 'ended').sort((a, b) => urgency[a.state] - urgency[b.state]);
  const over = needs.filter(({ state }) => state === 'ended');
  return (
    <section class="section needs" aria-label={w.needsTitle}>
      <h3>{w.needsTitle}</h3>
      <ul>
        {open.map((need) => (
          <Need key={need.need} need={need} incident={incident} />
        ))}
      </ul>
      {over.length > 0 && (
        <p class="over-needs">
          {over
            .map((need) => w.needEnded(w.needNames[need.need], w.inBrackets(needSentence(need, incident, w))))
            .join(w.and)}
        </p>
      )}
    </section>
  );
}

/** What nobody could be found for comes first. */
const urgency: Readonly<Record<NeedView['state'], number>> = { spent: 0, asked: 1, waits: 2, met: 3, ended: 4 };
