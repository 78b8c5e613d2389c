import type { IncidentView } from '../../../contracts/incident/views.ts';
import { useHandOver } from '../live/useHandOver.ts';
import { Act } from '../look/Act.tsx';
import { Button } from '../look/Button.tsx';
import { words } from '../words/words.ts';
import { order } from './state.ts';

/** What the crew of the ambulance must know. */
export function HandOver({ incident, leave }: { incident: IncidentView; leave: () => void }) {
  const w = words.value;
  const { fields, setFields, given, lines } = useHandOver();
  return (
    <form
      class="sheet"
      onSubmit={async (event) => {
        event.preventDefault();
        if (await order(incident.id, { command: 'ambulance_hand_over', ...given })) leave();
      }}
    >
      {lines.map(([name, label]) => (
        <input
          key={name}
          aria-label={label}
          placeholder={label}
          maxLength={200}
          value={fields[name]}
          onInput={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
        />
      ))}
      <Act class="wide-button" submit off={Object.keys(given).length === 0} says={w.save} />
      <Button class="wide-button" does={leave} says={w.cancel} />
    </form>
  );
}
