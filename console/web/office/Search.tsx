// Words to look for. Asked after a pause in typing; one way back leads over all that was typed at once.
import './Search.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { searchedAtMost } from './address.ts';

/** A pause in typing after which is asked. */
const pauseMs = 300;

/** @param q what is asked now @param ask told what was typed; `instead`: in place of what was asked last */
export function Search(props: { q: string; label: string; hint: string; ask: (q: string, instead: boolean) => void }) {
  const { q, label, hint, ask } = props;
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  /** What this field has asked for: whatever else is asked came by another way, and is shown in it. */
  const own = useRef(q);
  /** What else is asked may change during the pause. */
  const latest = useRef(ask);
  latest.current = ask;
  useEffect(() => {
    if (q === own.current) return;
    own.current = q;
    setText(q);
  }, [q]);
  useEffect(() => {
    if (text === own.current) return;
    const timer = setTimeout(() => {
      const typedOn = own.current !== '';
      own.current = text;
      latest.current(text, typedOn);
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
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
        aria-label={label}
        placeholder={label}
        title={hint}
        autocomplete="off"
        maxLength={searchedAtMost}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <kbd>/</kbd>
    </span>
  );
}
