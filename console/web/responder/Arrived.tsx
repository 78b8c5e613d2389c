import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { Button } from '../look/Button.tsx';
import { words } from './language.ts';
import { later } from './later.ts';
import { answer } from './outbox.ts';

/** Shows that somebody stands at the right door: the code inside it, or the resident's card. @param read a card's token that the phone has read already */
export function Arrived({ leg, leave, read }: { leg: MyLeg; leave: () => void; read: string | undefined }) {
  const w = words.value;
  const [by, setBy] = useState<'door_code' | 'card'>(read === undefined ? 'door_code' : 'card');
  const [typed, setTyped] = useState('');
  const [scanned, setScanned] = useState(read);
  const code = (by === 'card' && scanned) || typed.trim();
  const reply = { incident: leg.incident, leg: leg.leg, delivery: leg.delivery, reply: 'on_scene' as const };
  return (
    <form
      class="sheet"
      aria-label={w.arrivedTitle}
      onSubmit={(event) => {
        event.preventDefault();
        if (code === '') return;
        answer({ ...reply, check: { by, code } });
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
      {by === 'card' && scanned !== undefined ? (
        <p role="status">{w.cardRead}</p>
      ) : (
        <>
          {by === 'card' && later.value && <later.value.ScanCard read={setScanned} />}
          <input
            aria-label={w.code}
            placeholder={w.code}
            autocomplete="off"
            maxLength={64}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          {by === 'card' && later.value && <later.value.Mistyped code={code} />}
        </>
      )}
      <Button class="yes calm" submit off={code === ''} says={w.confirm} />
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
