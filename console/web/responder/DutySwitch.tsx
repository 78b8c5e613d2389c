import { useState } from 'preact/hooks';
import { words } from './language.ts';
import { switchDuty } from './outbox.ts';

/** On duty by one touch, off by two. */
export function DutySwitch({ duty }: { duty: boolean }) {
  const w = words.value;
  const [leaving, setLeaving] = useState(false);
  if (!duty || !leaving)
    return (
      <button class="no" type="button" onClick={() => (duty ? setLeaving(true) : switchDuty(true))}>
        {duty ? w.goOff : w.goOn}
      </button>
    );
  return (
    <div class="pair">
      <button class="no" type="button" onClick={() => setLeaving(false)}>
        {w.back}
      </button>
      <button
        class="no danger"
        type="button"
        onClick={() => {
          switchDuty(false);
          setLeaving(false);
        }}
      >
        {w.confirmOff}
      </button>
    </div>
  );
}
