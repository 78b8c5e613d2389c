import { signLetters } from '../../map/base.ts';
import { words } from '../../words/words.ts';

/** Each line and sign of the map with its word. */
export function Signs() {
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
