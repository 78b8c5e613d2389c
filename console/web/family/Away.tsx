// Whether the resident is away, and to say so.
import './Away.css';
import { useState } from 'preact/hooks';
import type { FamilyAway, FamilyView } from '../../../contracts/incident/family.ts';
import { actionsDisabled, now } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { momentOf } from '../look/time.ts';
import { instantOf } from '../look/timeFields.ts';
import { words } from './language.ts';
import { setAway } from './state.ts';

export function Away({ away }: { away: FamilyView['away'] }) {
  const w = words.value;
  const [open, setOpen] = useState(false);
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState('');
  async function send(body: FamilyAway): Promise<void> {
    setSending(true);
    const answer = await setAway(body);
    setSending(false);
    setTrouble(answer.ok ? '' : answer.message || w.notSent);
    if (answer.ok) setOpen(false);
  }
  const off = sending || actionsDisabled.value;
  const since = away && Date.parse(away.since);
  return (
    <section data-away={String(away !== undefined)}>
      <h2>{w.home}</h2>
      <p class="state">{since === undefined ? w.atHome : since > now.value ? w.awayLater(momentOf(since)) : w.away}</p>
      {away?.until !== undefined && <p class="quiet">{w.awayUntil(momentOf(Date.parse(away.until)))}</p>}
      {open ? (
        <Form off={off} send={(body) => void send(body)} close={() => setOpen(false)} />
      ) : away ? (
        <Button class="act" does={() => void send({ away: false })} off={off} says={w.setHome} />
      ) : (
        <Button class="act" does={() => setOpen(true)} off={off} says={w.setAway} />
      )}
      {trouble !== '' && (
        <p class="warn" role="alert">
          {trouble}
        </p>
      )}
      <p class="quiet">{w.stillHelped}</p>
    </section>
  );
}

function Form({ off, send, close }: { off: boolean; send: (body: FamilyAway) => void; close: () => void }) {
  const w = words.value;
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const field = (name: 'from' | 'until', says: string, value: string, set: (value: string) => void) => (
    <label>
      {says}
      <input
        type="datetime-local"
        name={name}
        value={value}
        onInput={({ currentTarget }) => set(currentTarget.value)}
      />
    </label>
  );
  return (
    <form
      class="away"
      onSubmit={(event) => {
        event.preventDefault();
        send({
          away: true,
          ...(from !== '' && { from: instantOf(from) }),
          ...(until !== '' && { until: instantOf(until) }),
        });
      }}
    >
      {field('from', w.from, from, setFrom)}
      <small class="quiet">{w.fromHint}</small>
      {field('until', w.until, until, setUntil)}
      <Button class="strong" submit off={off} says={w.save} />
      <Button class="act" does={close} says={w.back} />
    </form>
  );
}
