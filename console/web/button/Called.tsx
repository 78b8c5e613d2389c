import './Called.css';
import { Button } from '../look/Button.tsx';
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
      <Button class="again" does={touch('sos')} says={words.value.again} />
      <Mistake touch={touch} />
    </>
  );
}
