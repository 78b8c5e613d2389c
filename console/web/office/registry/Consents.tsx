// What the resident has agreed to, each by itself, and the end of a yes: then what was kept because of it goes.
import { useState } from 'preact/hooks';
import type { Consent } from '../../../../contracts/office/community.ts';
import { call } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { registryWords } from './words.ts';

export function Consents({ id, consents, again }: { id: string; consents: readonly Consent[]; again: () => void }) {
  const r = registryWords.value;
  const [trouble, setTrouble] = useState('');
  async function say(purpose: string, withdrawn: boolean): Promise<void> {
    const answer = await call(`/api/v1/residents/${id}/consents`, { purpose, ...(withdrawn && { withdrawn }) });
    setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
    if (answer.ok) again();
  }
  return (
    <section class="consents" aria-label={r.consents}>
      <h3>{r.consents}</h3>
      <Trouble says={trouble} />
      {consents.length === 0 && <p>{r.consentNone}</p>}
      <ul>
        {Object.entries(r.purposes).map(([purpose, says]) => {
          const last = consents.findLast((one) => one.purpose === purpose);
          const stands = last !== undefined && last.withdrawn === undefined;
          return (
            <li key={purpose}>
              <span>
                {last === undefined
                  ? says
                  : stands
                    ? r.consentGiven(says, last.given)
                    : r.consentEnded(says, last.withdrawn ?? '')}
              </span>
              <button class="button" type="button" onClick={() => void say(purpose, stands)}>
                {stands ? r.withdraw : r.agree}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
