import './Needs.css';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { words } from '../words/words.ts';
import { Need } from './Need.tsx';
import { ownNeeds } from './state.ts';

/** What the health desk can do something about. */
export function Needs({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const needs = ownNeeds(incident);
  if (needs.length === 0) return null;
  return (
    <section class="own-needs" aria-label={w.needsTitle}>
      <h2>{w.needsTitle}</h2>
      {needs.map((need) => (
        <Need key={need.need} need={need} incident={incident} />
      ))}
    </section>
  );
}
