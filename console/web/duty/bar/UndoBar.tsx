import './UndoBar.css';
import { now } from '../../live/page.ts';
import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';
import { takeBack } from '../actions.ts';
import { undo } from '../state.ts';

/** A slip can be taken back for a while. */
export function UndoBar() {
  const last = undo.value;
  const left = last ? Math.ceil((last.until - now.value) / 1000) : 0;
  if (!last || left <= 0) return null;
  return (
    <div class="undo">
      <span>{last.says}</span>
      <Button does={() => void takeBack()} says={words.value.undo(left)} />
    </div>
  );
}
