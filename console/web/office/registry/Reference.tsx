// A field that names another document: what is named, and others to choose from by a few letters.
import { useEffect, useState } from 'preact/hooks';
import type { RegistryKind, RegistryList } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { registryWords } from './words.ts';

const pauseMs = 250;
const offeredAtMost = 8;

/** A field with a list of our own: the browser's takes no second line, and no id. */
const combobox = (open: boolean) => ({ role: 'combobox', list: undefined, 'aria-expanded': open }) as const;

type Props = {
  name: string;
  label: string;
  kind: RegistryKind;
  value: string | undefined;
  choose: (id: string | undefined) => void;
  wrong: boolean;
};

const find = (kind: RegistryKind, q: string) =>
  call<RegistryList>(`/api/v1/office/registry/${kind}?q=${encodeURIComponent(q)}&limit=${offeredAtMost}`);

/** What an id is called; the id until that is known. */
function useSays(kind: RegistryKind, value: string | undefined): string {
  const [says, setSays] = useState(value ?? '');
  useEffect(() => {
    setSays(value ?? '');
    let current = value !== undefined;
    if (value !== undefined)
      void find(kind, value).then((answer) => {
        if (current && answer.ok) setSays(answer.value.rows.find(({ id }) => id === value)?.says ?? value);
      });
    return () => {
      current = false;
    };
  }, [kind, value]);
  return says;
}

/** What fits the letters, after a pause in typing. */
function useOffered(kind: RegistryKind, text: string): RegistryList['rows'] {
  const [offered, setOffered] = useState<RegistryList['rows']>([]);
  useEffect(() => {
    if (text.trim() === '') return setOffered([]);
    let current = true;
    const timer = setTimeout(() => {
      void find(kind, text.trim()).then((answer) => {
        if (current && answer.ok) setOffered(answer.value.rows);
      });
    }, pauseMs);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [kind, text]);
  return offered;
}

export function Reference({ name, label, kind, value, choose, wrong }: Props) {
  const r = registryWords.value;
  const [text, setText] = useState('');
  const says = useSays(kind, value);
  const offered = useOffered(kind, text);
  function take(id: string | undefined): void {
    setText('');
    choose(id);
  }
  function onKey(event: KeyboardEvent): void {
    const [first] = offered;
    if (event.key === 'Escape' && text !== '') {
      event.stopPropagation();
      setText('');
    } else if (event.key === 'Enter' && first) {
      event.preventDefault();
      take(first.id);
    }
  }
  return (
    <span class="reference">
      {value !== undefined && (
        <span class="named">
          <b>{says}</b>
          <button type="button" onClick={() => take(undefined)} aria-label={`${r.clear}: ${label}`}>
            ×
          </button>
        </span>
      )}
      <input
        id={`field-${name}`}
        name={name}
        type="text"
        {...combobox(offered.length > 0)}
        aria-label={label}
        aria-controls={`offered-${name}`}
        aria-invalid={wrong}
        placeholder={r.choose}
        autocomplete="off"
        maxLength={40}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKey}
      />
      <div id={`offered-${name}`} role="listbox" aria-label={label} hidden={offered.length === 0} class="offered">
        {offered.map((row) => (
          <button
            key={row.id}
            type="button"
            role="option"
            aria-selected={row.id === value}
            onClick={() => take(row.id)}
          >
            {row.says} <small>{row.id}</small>
          </button>
        ))}
      </div>
    </span>
  );
}
