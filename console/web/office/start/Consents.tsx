// What a resident has agreed to, asked in person, each by itself and with how it was given.
import { useState } from 'preact/hooks';
import { call } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { Line } from '../map/Fields.tsx';
import { registryWords } from '../registry/words.ts';
import type { StepProps } from './stepProps.ts';
import { startWords } from './words.ts';

/** Given by an act of their own, each with how: docs/decisions/031. */
export async function record(resident: string, purposes: readonly string[], how: string): Promise<string> {
  for (const purpose of purposes) {
    const answer = await call(`/api/v1/residents/${resident}/consents`, {
      purpose,
      ...(how.trim() !== '' && { how: how.trim() }),
    });
    if (!answer.ok) return answer.message || words.value.notSent;
  }
  return '';
}

export type Agreed = { purposes: readonly string[]; how: string };

export function AgreedFields({
  agreed,
  set,
  but = [],
}: {
  agreed: Agreed;
  set: (agreed: Agreed) => void;
  but?: readonly string[];
}) {
  const s = startWords.value;
  const turn = (purpose: string, on: boolean): void =>
    set({ ...agreed, purposes: on ? [...agreed.purposes, purpose] : agreed.purposes.filter((one) => one !== purpose) });
  return (
    <fieldset>
      <legend>{s.home.consents}</legend>
      <span class="choices">
        {Object.entries(registryWords.value.purposes)
          .filter(([purpose]) => !but.includes(purpose))
          .map(([purpose, says]) => (
            <label key={purpose}>
              <input
                type="checkbox"
                name={`consent-${purpose}`}
                checked={agreed.purposes.includes(purpose)}
                onChange={({ currentTarget }) => turn(purpose, currentTarget.checked)}
              />
              {says}
            </label>
          ))}
      </span>
      <Line name="how" label={s.home.how} value={agreed.how} set={(how) => set({ ...agreed, how })} />
    </fieldset>
  );
}

export function Consents({ id, given, saved }: { id: string; given: readonly string[]; saved: StepProps['saved'] }) {
  const s = startWords.value;
  const says = registryWords.value.purposes;
  const [agreed, setAgreed] = useState<Agreed>({ purposes: [], how: s.home.howFirst });
  const [trouble, setTrouble] = useState('');
  return (
    <form
      class="fields"
      onSubmit={async (event) => {
        event.preventDefault();
        const wrong = await record(id, agreed.purposes, agreed.how);
        setTrouble(wrong);
        if (wrong === '') setAgreed({ ...agreed, purposes: [] });
        saved();
      }}
    >
      <p>{given.length === 0 ? s.home.noConsent : s.home.consented(given.map((one) => says[one] ?? one).join('、'))}</p>
      <Trouble says={trouble} />
      {given.length < Object.keys(says).length && (
        <>
          <AgreedFields agreed={agreed} set={setAgreed} but={given} />
          <footer>
            <button class="button" type="submit" disabled={agreed.purposes.length === 0}>
              {s.home.record}
            </button>
          </footer>
        </>
      )}
    </form>
  );
}
