import './Advice.css';
import { useState } from 'preact/hooks';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import { Act } from '../look/Act.tsx';
import { deskWords } from './language.ts';
import { order } from './state.ts';

/** A word to whoever is on the way: the usual ones by one touch. */
export function Advice({ incident }: { incident: IncidentView }) {
  const h = deskWords.value;
  const [own, setOwn] = useState('');
  const [sent, setSent] = useState('');
  const advise = async (text: string): Promise<void> => {
    if (!(await order(incident.id, { command: 'advise', text }))) return;
    setSent(text);
    setOwn('');
  };
  return (
    <section>
      <h2>{h.advise}</h2>
      <div class="presets">
        {h.presets.map((text) => (
          <Act class="wide-button" key={text} does={() => void advise(text)} says={text} />
        ))}
      </div>
      <form
        class="own"
        onSubmit={(event) => {
          event.preventDefault();
          if (own.trim() !== '') void advise(own.trim());
        }}
      >
        <input
          aria-label={h.adviseOwn}
          placeholder={h.adviseOwn}
          maxLength={2000}
          value={own}
          onInput={(event) => setOwn(event.currentTarget.value)}
        />
        <Act submit off={own.trim() === ''} says={h.send} />
      </form>
      {sent !== '' && (
        <p class="says" role="status">
          {h.sent(sent)}
        </p>
      )}
    </section>
  );
}
