import './ReadinessCounts.css';
import { words } from '../../words/words.ts';
import { togglePanel } from '../actions.ts';
import { readiness } from '../district.ts';
import { panel } from '../state.ts';
import { Dot } from './Dot.tsx';

/** How many homes could be helped now; opens who could not. */
export function ReadinessCounts() {
  const w = words.value;
  const counts = readiness.value;
  if (!counts) return null;
  return (
    <button
      class="over readiness"
      type="button"
      aria-expanded={panel.value === 'readiness'}
      onClick={() => togglePanel('readiness')}
    >
      <span>
        <Dot of="ready" /> {w.ready} <b>{counts.ready}</b>
      </span>
      <span>
        <Dot of="at_risk" /> {w.atRisk} <b>{counts.atRisk}</b>
      </span>
      <span>
        <Dot of="not_covered" /> {w.notCovered} <b>{counts.notCovered}</b>
      </span>
    </button>
  );
}
