import './Others.css';
import { words } from './language.ts';
import { choose, current, keyOf, legs } from './state.ts';

/** Several at once: the others are one touch away. */
export function Others() {
  const w = words.value;
  const all = legs.value;
  if (all.length < 2) return null;
  const shown = current.value && keyOf(current.value);
  return (
    <nav class="others" aria-label={w.more(all.length - 1)}>
      {all.map((leg) => (
        <button
          key={keyOf(leg)}
          type="button"
          class={`p${leg.priority} ${leg.kind}`}
          aria-current={keyOf(leg) === shown}
          onClick={() => choose(leg)}
        >
          {leg.kind === 'stand_down' ? w.standDown : (leg.place.courtyard?.name ?? w.calls[leg.call])}
        </button>
      ))}
    </nav>
  );
}
