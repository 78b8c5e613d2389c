// How a call stands, and what one may tell the officer about it.
import './Call.css';
import { useState } from 'preact/hooks';
import type { FamilyCall, FamilyWord } from '../../../contracts/incident/family.ts';
import { actionsDisabled } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { minuteOf } from '../look/time.ts';
import { words } from './language.ts';
import { said, tell } from './state.ts';

const clock = (instant: string): string => minuteOf(Date.parse(instant));

export function Call({ call }: { call: FamilyCall | undefined }) {
  const w = words.value;
  if (call === undefined)
    return (
      <section>
        <p class="quiet" role="status">
          {w.quiet}
        </p>
      </section>
    );
  const ended = call.step === 'ended';
  const { says, more } =
    call.step === 'ended' ? { says: w.ended, more: w.outcomes[call.outcome ?? 'ask'] } : w.steps[call.step];
  return (
    <section class={ended ? 'call' : 'call open'}>
      <div role="status">
        <p class={ended || call.step === 'there' ? 'state well' : 'state'}>{says}</p>
        <p>{more}</p>
      </div>
      <p class="quiet">
        {w.calledAt(clock(call.since))}
        {call.endedAt !== undefined && ` · ${w.endedAt(clock(call.endedAt))}`}
      </p>
      {said.value.map(({ word, at, minutes }) => (
        <p class="said" key={word}>
          {w.said[word](minuteOf(at), minutes)}
        </p>
      ))}
      {!ended && <Tell incident={call.id} />}
    </section>
  );
}

const choices = [10, 20, 30, 60] as const;

function Tell({ incident }: { incident: string }) {
  const w = words.value;
  const [asking, setAsking] = useState(false);
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState('');
  async function say(word: FamilyWord['word'], minutes?: number): Promise<void> {
    setSending(true);
    const answer = await tell(incident, word, minutes);
    setSending(false);
    setTrouble(answer.ok ? '' : answer.message || w.notSent);
    if (answer.ok) setAsking(false);
  }
  const off = sending || actionsDisabled.value;
  return (
    <>
      <h2>{asking ? w.howLong : w.tellOfficer}</h2>
      {asking ? (
        <div class="choices">
          {choices.map((n) => (
            <Button key={n} class="act" does={() => void say('coming', n)} off={off} says={w.minutes(n)} />
          ))}
          <Button class="act" does={() => void say('coming')} off={off} says={w.noMinutes} />
          <Button class="act" does={() => setAsking(false)} says={w.back} />
        </div>
      ) : (
        <>
          <Button class="strong" does={() => setAsking(true)} off={off} says={w.coming} />
          <Button class="act" does={() => void say('has_key')} off={off} says={w.hasKey} />
        </>
      )}
      {sending && <p role="status">{w.sending}</p>}
      {trouble !== '' && (
        <p class="warn" role="alert">
          {trouble}
        </p>
      )}
      <p class="quiet">{w.tellSays}</p>
    </>
  );
}
