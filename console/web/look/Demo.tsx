import './Demo.css';
import { words } from '../words/words.ts';

/** Stands over a console while its people are invented. */
export function Demo() {
  const w = words.value;
  return (
    <div class="demo">
      <b>{w.demo}</b>
      {w.demoSays}
    </div>
  );
}
