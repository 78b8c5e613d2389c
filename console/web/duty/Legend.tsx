// What the lines and signs of the map mean. Whoever knows them folds it away, and it stays so on this machine.
import { signal } from '@preact/signals';
import { keep, kept } from '../live/memory.ts';
import { signLetters } from '../map/base.ts';
import { words } from '../words/words.ts';

const place = 'yjt-legend';
const legendShown = signal(kept(place) !== 'folded');

function showLegend(shown: boolean): void {
  legendShown.value = shown;
  keep(place, shown ? 'shown' : 'folded');
}

export function Legend() {
  const w = words.value;
  const shown = legendShown.value;
  return (
    <div class="over legend">
      <button type="button" aria-expanded={shown} onClick={() => showLegend(!shown)}>
        {w.legend}
      </button>
      {shown && <Signs />}
    </div>
  );
}

function Signs() {
  const w = words.value;
  return (
    <>
      <span>
        <svg viewBox="0 0 28 8" aria-hidden="true">
          <path class="route grid" d="M1 4H27" />
        </svg>
        {w.legendGrid}
      </span>
      <span>
        <svg viewBox="0 0 28 8" aria-hidden="true">
          <path class="route health" d="M2 4H27" />
        </svg>
        {w.legendHealth}
      </span>
      <span>
        <i class="person-dot" /> {w.legendPerson}
      </span>
      <span>
        <i class="person-dot old" /> {w.legendOld}
      </span>
      <span class="signs">
        {Object.entries(signLetters).map(([kind, letter]) => (
          <span key={kind}>
            <b>{letter}</b> {w.servicePoints[kind]}
          </span>
        ))}
      </span>
    </>
  );
}
