// How a source fares, in a word and three numbers.
import type { SourceView } from '../../../../contracts/device/sources.ts';
import { momentOf } from '../../look/time.ts';
import { sourceWords } from './words.ts';

export function Last({ source: { heardAt, hasLogin } }: { source: SourceView }) {
  const s = sourceWords.value;
  if (heardAt !== undefined) return <time>{momentOf(Date.parse(heardAt))}</time>;
  return hasLogin ? <span>{s.never}</span> : <b class="amiss">{s.noLogin}</b>;
}

export const Counts = ({ source: { messages, presses, refused } }: { source: SourceView }) => (
  <>
    {messages} / {presses} / {refused > 0 ? <b class="amiss">{refused}</b> : refused}
  </>
);
