// What the lines and signs of the map mean. Whoever knows them folds it away, and it stays so on this machine.
import './Legend.css';
import { signal } from '@preact/signals';
import { keep, kept } from '../../live/memory.ts';
import { words } from '../../words/words.ts';
import { Signs } from './Signs.tsx';

const place = 'yjt-legend';
const legendShown = signal(kept(place) !== 'folded');

function showLegend(shown: boolean): void {
  legendShown.value = shown;
  keep(place, shown ? 'shown' : 'folded');
}

export function Legend() {
  const shown = legendShown.value;
  return (
    <div class="over legend">
      <button type="button" aria-expanded={shown} onClick={() => showLegend(!shown)}>
        {words.value.legend}
      </button>
      {shown && <Signs />}
    </div>
  );
}
