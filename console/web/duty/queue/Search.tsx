// One field for residents, courtyards, people and incidents.
import './Search.css';
import { useRef, useState } from 'preact/hooks';
import { tokenInCard } from '../../../../contracts/office/cardToken.ts';
import type { SearchAnswer, SearchHit } from '../../../../contracts/office/place.ts';
import { cardInAddress } from '../../live/cardInAddress.ts';
import { words } from '../../words/words.ts';
import { seek, select, showHome } from '../actions.ts';
import { useSearch } from '../useSearch.ts';
import { Found } from './Found.tsx';

export function Search() {
  const w = words.value;
  const [text, setText] = useState(() => cardInAddress() ?? '');
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const answer = useSearch(text, came);
  const hits = answer?.hits ?? [];

  function came({ hits: [first] }: SearchAnswer): void {
    setAt(0);
    if (tokenInCard(text) !== undefined) go(first); // a card was scanned: nobody chooses from a list
  }
  function leave(): void {
    setText('');
    field.current?.blur();
  }
  function go(hit: SearchHit | undefined): void {
    if (!hit) return;
    open(hit);
    leave();
  }
  return (
    <search class="search">
      <input
        id="search"
        ref={field}
        type="text"
        role="combobox"
        aria-expanded={answer !== undefined}
        aria-controls="found"
        aria-label={w.search}
        {...(hits[at] ? { 'aria-activedescendant': `found-${at}` } : {})}
        placeholder={w.search}
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(hits.length - 1, at + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
          else if (event.key === 'Enter') go(hits[at]);
          else if (event.key === 'Escape') leave();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <kbd>/</kbd>
      {answer && <Found answer={answer} at={at} onChoose={go} />}
    </search>
  );
}

function open(hit: SearchHit): void {
  const { kind, id, name, says, home, position } = hit;
  if (kind === 'incident') select(id);
  if (kind !== 'incident' && position) seek(position, name);
  if (kind === 'resident' && home !== undefined) showHome({ home, resident: id, name, says });
}
