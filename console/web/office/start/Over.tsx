// 从头开始: away with the sample. Its name is typed, so that nobody does it by a slip of the hand.
import { useState } from 'preact/hooks';
import type { Beginning, StartedOver } from '../../../../contracts/office/start.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { district } from '../district.ts';
import { Line } from '../map/Fields.tsx';
import { startWords } from './words.ts';

/** A backup of a large sample takes longer than a click. */
const withinMs = 120_000;

export function Over({ over, done }: { over: NonNullable<Beginning['over']>; done: (says: string) => void }) {
  const s = startWords.value;
  const name = district.value?.district.name ?? '';
  const [typed, setTyped] = useState('');
  const [backedUp, setBackedUp] = useState(false);
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState('');
  const { homes, residents, devices, responders, open, real, backup } = over;
  return (
    <section class="over" aria-label={s.over.title2}>
      <p>{s.over.says}</p>
      <h2>{s.over.title2}</h2>
      {picture.value.me?.role !== 'administrator' ? (
        <p>{s.administratorOnly}</p>
      ) : (
        <form
          class="fields"
          onSubmit={async (event) => {
            event.preventDefault();
            setWorking(true);
            const body = { name: typed, ...(!backup && { backedUp }) };
            const answer = await call<StartedOver>('/api/v1/office/start/over', body, 'POST', {}, withinMs);
            setWorking(false);
            setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
            if (answer.ok) done(s.over.done(answer.value.backup ?? ''));
          }}
        >
          <ul>
            <li>{s.over.removes(homes, residents, devices, responders)}</li>
            {open > 0 && <li>{s.over.open(open)}</li>}
            <li>{s.over.kept}</li>
            <li>{backup ? s.over.backup : s.over.noBackup}</li>
          </ul>
          {!backup && (
            <label class="tick">
              <input
                type="checkbox"
                name="backedUp"
                checked={backedUp}
                onChange={({ currentTarget }) => setBackedUp(currentTarget.checked)}
              />
              {s.over.backedUp}
            </label>
          )}
          {real > 0 ? (
            <p class="stale" role="alert">
              {s.over.real(real)} <a href="/">{s.over.toDuty}</a>
            </p>
          ) : (
            <Line name="sample" label={s.over.type(name)} value={typed} set={setTyped} />
          )}
          <Trouble says={trouble} />
          <footer>
            <button
              class="button strong"
              type="submit"
              disabled={working || real > 0 || typed.trim() !== name || (!backup && !backedUp)}
            >
              {working ? s.over.working : s.over.act}
            </button>
          </footer>
        </form>
      )}
    </section>
  );
}
