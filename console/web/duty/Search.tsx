// One field for residents, courtyards, people and incidents. The server searches; what comes late for older words is dropped.
import { useRef, useState } from 'preact/hooks';
import type { SearchAnswer, SearchHit } from '../../../contracts/office/place.ts';
import { call } from '../live/api.ts';
import { words } from '../words/words.ts';
import { select } from './keys.ts';
import { chosenHome, panel, sought } from './state.ts';

/** A pause in typing after which is asked. */
const pauseMs = 80;

export function Search() {
  const w = words.value;
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<SearchAnswer>();
  const [at, setAt] = useState(0);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const field = useRef<HTMLInputElement>(null);

  function ask(words_: string): void {
    setText(words_);
    clearTimeout(timer.current);
    const number = ++asked.current;
    if (words_.trim() === '') {
      setAnswer(undefined);
      return;
    }
    timer.current = setTimeout(async () => {
      const found = await call<SearchAnswer>(`/api/v1/search?q=${encodeURIComponent(words_.trim())}`);
      if (number !== asked.current) return; // somebody has typed on
      setAnswer(found.ok ? found.value : { hits: [], more: false });
      setAt(0);
    }, pauseMs);
  }
  function go(hit: SearchHit | undefined): void {
    if (!hit) return;
    open(hit);
    ask('');
    field.current?.blur();
  }
  const hits = answer?.hits ?? [];
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
        onInput={(event) => ask(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setAt(Math.min(hits.length - 1, at + 1));
          else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
          else if (event.key === 'Enter') go(hits[at]);
          else if (event.key === 'Escape') {
            ask('');
            field.current?.blur();
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <kbd>/</kbd>
      {answer && (
        <div id="found" class="found" role="listbox" aria-label={w.search}>
          {hits.length === 0 && <p class="none">{w.nothingFound}</p>}
          {hits.map((hit, i) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            <div
              key={`${hit.kind}-${hit.id}`}
              id={`found-${i}`}
              role="option"
              tabIndex={-1}
              aria-selected={i === at}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => go(hit)}
            >
              <small>{w.hitKinds[hit.kind]}</small>
              <b>{hit.name}</b>
              <span>{hit.says}</span>
            </div>
          ))}
          {answer.more && <p class="none">{w.moreFound}</p>}
        </div>
      )}
    </search>
  );
}

function open(hit: SearchHit): void {
  if (hit.kind === 'incident') select(hit.id);
  else show(hit);
}

function show(hit: SearchHit): void {
  if (hit.position) sought.value = { position: hit.position, name: hit.name };
  if (hit.kind === 'resident' && hit.home !== undefined) {
    chosenHome.value = { home: hit.home, resident: hit.id, name: hit.name, says: hit.says };
    panel.value = 'home';
  }
}
