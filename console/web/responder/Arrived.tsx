import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { answer } from './outbox.ts';

/** Shows that somebody stands at the right door: the code inside it, or the resident's card. */
export function Arrived({ leg, leave }: { leg: MyLeg; leave: () => void }) {
  const w = words.value;
  const [by, setBy] = useState<'door_code' | 'card'>('door_code');
  const [code, setCode] = useState('');
  const reply = { incident: leg.incident, leg: leg.leg, delivery: leg.delivery, reply: 'on_scene' as const };
  return (
    <form
      class="sheet"
      aria-label={w.arrivedTitle}
      onSubmit={(event) => {
        event.preventDefault();
        if (code.trim() === '') return;
        answer({ ...reply, check: { by, code: code.trim() } });
        leave();
      }}
    >
      <h2>{w.arrivedTitle}</h2>
      <p>{w.arrivedSays}</p>
      <div class="pair">
        {(['door_code', 'card'] as const).map((one) => (
          <button key={one} class="no" type="button" aria-pressed={by === one} onClick={() => setBy(one)}>
            {one === 'card' ? w.byCard : w.byDoor}
          </button>
        ))}
      </div>
      <input
        aria-label={w.code}
        placeholder={w.code}
        autocomplete="off"
        maxLength={64}
        value={code}
        onInput={(event) => setCode(event.currentTarget.value)}
      />
      <Button class="yes calm" submit off={code.trim() === ''} says={w.confirm} />
      <Button
        class="no"
        does={() => {
          answer(reply);
          leave();
        }}
        says={w.withoutCode}
      />
      <Button class="plain" does={leave} says={w.back} />
    </form>
  );
}
