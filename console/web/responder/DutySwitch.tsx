import { useState } from 'preact/hooks';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { switchDuty } from './outbox.ts';

/** On duty by one touch, off by two. */
export function DutySwitch({ duty }: { duty: boolean }) {
  const w = words.value;
  const [leaving, setLeaving] = useState(false);
  if (!duty || !leaving)
    return (
      <Button class="no" does={() => (duty ? setLeaving(true) : switchDuty(true))} says={duty ? w.goOff : w.goOn} />
    );
  return (
    <div class="pair">
      <Button class="no" does={() => setLeaving(false)} says={w.back} />
      <Button
        class="no danger"
        does={() => {
          switchDuty(false);
          setLeaving(false);
        }}
        says={w.confirmOff}
      />
    </div>
  );
}
