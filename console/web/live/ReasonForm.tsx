// One line that says why an incident was acknowledged too late: an order to it like any other.
import { useState } from 'preact/hooks';
import { Act } from '../look/Act.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { words } from '../words/words.ts';
import { command } from './api.ts';

/** @property done it was written */
export function ReasonForm({ incident, done }: { incident: string; done: () => void }) {
  const w = words.value;
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const said = text.trim();
  return (
    <>
      <form
        class="reason-form"
        onSubmit={async (event) => {
          event.preventDefault();
          if (said === '') return setWrong(w.owedReasons.empty);
          const answer = await command(incident, { command: 'reason', text: said });
          if (!answer.ok) return setWrong(answer.message || w.notSent);
          setWrong(answer.value.outcome === 'stored' ? w.stored : '');
          done();
        }}
      >
        <input
          type="text"
          aria-label={w.owedReasons.words}
          placeholder={w.owedReasons.words}
          maxLength={500}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <Act class="small" submit says={w.save} />
      </form>
      <Trouble says={wrong} />
    </>
  );
}
