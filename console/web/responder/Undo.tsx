import { now } from '../live/page.ts';
import { words } from './language.ts';
import { takeBackFinished, undoable } from './state.ts';

/** A slip of the thumb at the end. */
export function Undo() {
  const one = undoable.value;
  if (!one) return null;
  return (
    <button class="ringer-off" type="button" onClick={() => takeBackFinished(one)}>
      {words.value.undo(Math.ceil((one.until - now.value) / 1000))}
    </button>
  );
}
