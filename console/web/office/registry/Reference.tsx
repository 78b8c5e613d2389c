// A field that names another document: what is named, and others to choose from by a few letters.
import { useEffect, useState } from 'preact/hooks';
import type { RegistryKind, RegistryList } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { useAfterPause } from '../typing.ts';
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
  const asked = text.trim();
  useEffect(() => {
    if (asked === '') setOffered([]);
  }, [kind, text]);
  useAfterPause(
    asked === ''
      ? undefined
      : async (isCurrent) => {
          const answer = await find(kind, asked);
          if (isCurrent() && answer.ok) setOffered(answer.value.rows);
        },
    [kind, text],
    pauseMs,
  );
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

/** A field that names several: each is taken out by itself, and one more is found by a few letters. */
export function References({
  name,
  label,
  kind,
  value,
  wrong,
  set,
}: {
  name: string;
  label: string;
  kind: RegistryKind;
  value: unknown;
  wrong: ReadonlyMap<string, unknown>;
  set: (ids: readonly string[]) => void;
}) {
  const ids = (value as readonly string[] | undefined) ?? [];
  return (
    <span class="references">
      {ids.length > 0 && (
        <ul aria-label={label}>
          {ids.map((id) => (
            <One key={id} kind={kind} id={id} label={label} drop={() => set(ids.filter((one) => one !== id))} />
          ))}
        </ul>
      )}
      <Reference
        name={name}
        label={label}
        kind={kind}
        value={undefined}
        choose={(id) => id !== undefined && !ids.includes(id) && set([...ids, id])}
        wrong={wrong.has(name)}
      />
    </span>
  );
}

function One({ kind, id, label, drop }: { kind: RegistryKind; id: string; label: string; drop: () => void }) {
  const says = useSays(kind, id);
  return (
    <li class="named">
      <b>{says}</b>
      <button type="button" onClick={drop} aria-label={`${registryWords.value.clear}: ${label} ${says}`}>
        ×
      </button>
    </li>
  );
}
