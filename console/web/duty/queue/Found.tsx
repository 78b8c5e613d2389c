import type { SearchAnswer, SearchHit } from '../../../../contracts/office/place.ts';
import { words } from '../../words/words.ts';

/** @param at which one the keys have reached */
export function Found(props: { answer: SearchAnswer; at: number; onChoose: (hit: SearchHit) => void }) {
  const w = words.value;
  const { answer, at, onChoose } = props;
  return (
    <div id="found" class="found" role="listbox" aria-label={w.search}>
      {answer.hits.length === 0 && <p class="none">{w.nothingFound}</p>}
      {answer.hits.map((hit, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
        <div
          key={`${hit.kind}-${hit.id}`}
          id={`found-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === at}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(hit)}
        >
          <small>{w.hitKinds[hit.kind]}</small>
          <b>{hit.name}</b>
          <span>{hit.says}</span>
        </div>
      ))}
      {answer.more && <p class="none">{w.moreFound}</p>}
    </div>
  );
}
