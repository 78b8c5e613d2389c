// What of a source's devices could not be read, until somebody has looked at it.
import { useState } from 'preact/hooks';
import type { SourceView } from '../../../../contracts/device/sources.ts';
import { call } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { sourceWords } from './words.ts';

export function Unclear({ source: { id, unclear }, again }: { source: SourceView; again: () => void }) {
  const s = sourceWords.value;
  const [trouble, setTrouble] = useState('');
  if (unclear.length === 0) return null;
  async function look(device: string): Promise<void> {
    const answer = await call(`/api/v1/sources/${id}/seen`, { device });
    setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
    if (answer.ok) again();
  }
  return (
    <section class="unclear" aria-label={s.unclear}>
      <b>{s.unclear}</b>
      <ul>
        {unclear.map(({ device, word = '', times, at }) => (
          <li key={device}>
            <span>{s.unclearSays(device === id ? s.someMessage : device, word, times, momentOf(Date.parse(at)))}</span>
            <button class="button" type="button" onClick={() => void look(device)}>
              {s.seen}
            </button>
          </li>
        ))}
      </ul>
      <Trouble says={trouble} />
    </section>
  );
}
