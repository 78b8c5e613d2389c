import './Called.css';
import { words } from './language.ts';
import { Mistake } from './Mistake.tsx';
import { News } from './News.tsx';
import type { Touch } from './state.ts';

/** Somebody has called: what became of it, and the way to press again. */
export function Called({ touch }: { touch: Touch }) {
  return (
    <>
      <div class="news" role="status">
        <News />
      </div>
      <button class="again" type="button" onClick={touch('sos')}>
        {words.value.again}
      </button>
      <Mistake touch={touch} />
    </>
  );
}
