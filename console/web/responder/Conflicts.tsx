import './Conflicts.css';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { conflicts, dismiss } from './outbox.ts';

/** What did not take effect, and why. */
export function Conflicts() {
  const w = words.value;
  return (
    <>
      {conflicts.value.map(({ id, reply, code }) => (
        <div class="conflict" role="alert" key={id}>
          <p>
            <b>{w.conflict(w.replies[reply] ?? reply)}</b> {w.conflicts[code ?? ''] ?? w.conflictOther}
          </p>
          <Button does={() => dismiss(id)} says={w.understood} />
        </div>
      ))}
    </>
  );
}
