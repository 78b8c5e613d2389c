import '../orders/Form.css';
import { useState } from 'preact/hooks';
import type { PressAnswer } from '../../../../contracts/incident/views.ts';
import { call, newId } from '../../live/api.ts';
import { Act } from '../../look/Act.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { closePanel, select } from '../actions.ts';

const kinds = ['sos', 'fall', 'smoke', 'service', 'missed_checkin', 'device_fault'] as const;

/** Opens an incident by hand: somebody phoned the hall. */
export function Raise({ home }: { home: string }) {
  const w = words.value;
  const [kind, setKind] = useState<(typeof kinds)[number]>('sos');
  const [wrong, setWrong] = useState('');
  const [id, setId] = useState(newId);
  return (
    <form
      class="form"
      onSubmit={async (event) => {
        event.preventDefault();
        const answer = await call<PressAnswer>('/api/v1/incidents', { id, kind, home });
        if (!answer.ok) return setWrong(answer.message || w.notSent);
        setId(newId());
        closePanel();
        if (answer.value.incident !== undefined) select(answer.value.incident);
      }}
    >
      <label>
        {w.raise}
        <select value={kind} onChange={(event) => setKind(event.currentTarget.value as typeof kind)}>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {w.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      <Trouble says={wrong} />
      <div class="form-buttons">
        <Act class="strong" submit says={w.raiseNow} />
      </div>
    </form>
  );
}
