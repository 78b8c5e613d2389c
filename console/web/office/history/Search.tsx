// Words to look for. Asked after a pause in typing; one way back leads over all that was typed at once.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type AskedHistory, searchedAtMost } from '../address.ts';
import { askHistory } from '../asked.ts';
import { ownWords } from '../language.ts';

/** A pause in typing after which is asked. */
const pauseMs = 300;

export function Search({ asked }: { asked: AskedHistory }) {
  const o = ownWords.value;
  const [text, setText] = useState(asked.q);
  const field = useRef<HTMLInputElement>(null);
  /** What this field has asked for: whatever else is asked came by another way, and is shown in it. */
  const own = useRef(asked.q);
  useEffect(() => {
    if (asked.q === own.current) return;
    own.current = asked.q;
    setText(asked.q);
  }, [asked.q]);
  useEffect(() => {
    if (text === own.current) return;
    const timer = setTimeout(() => {
      const typedOn = own.current !== '';
      own.current = text;
      askHistory(asked, { q: text }, typedOn);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text, asked]);
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      const typing = event.target instanceof HTMLElement && event.target.matches('input, select, textarea');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      field.current?.focus();
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <span class="search">
      <input
        ref={field}
        type="search"
        aria-label={o.search}
        placeholder={o.search}
        title={o.searchHint}
        autocomplete="off"
        maxLength={searchedAtMost}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </span>
  );
}
