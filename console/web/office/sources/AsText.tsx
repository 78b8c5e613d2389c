// The mapping as a text, for whoever has one already or wants more than can be clicked.
import { useState } from 'preact/hooks';
import type { MappingDraft } from '../../../../contracts/office/mapping.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { sourceWords } from './words.ts';

export function AsText({ draft, set }: { draft: MappingDraft; set: (draft: MappingDraft) => void }) {
  const s = sourceWords.value;
  const [typed, setTyped] = useState<string>();
  const [trouble, setTrouble] = useState('');
  const text = typed ?? JSON.stringify(draft, null, 2);
  function take(): void {
    const read = objectIn(text);
    setTrouble(read ? '' : s.badText);
    if (!read) return;
    set({ ...draft, device: [], words: [], ...read }); // what is wrong in it the trial says
    setTyped(undefined);
  }
  return (
    <details class="as-text">
      <summary>{s.asText}</summary>
      <textarea
        aria-label={s.asText}
        rows={14}
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <button class="button" type="button" disabled={typed === undefined} onClick={take}>
        {s.takeText}
      </button>
      <Trouble says={trouble} />
    </details>
  );
}

function objectIn(text: string): Partial<MappingDraft> | undefined {
  try {
    const read: unknown = JSON.parse(text);
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? read : undefined;
  } catch {
    return undefined; // it is said beside the field
  }
}
