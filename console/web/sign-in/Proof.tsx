import type { MySignIn } from '../../../contracts/session/signIn.ts';
import { Field } from '../look/Field.tsx';
import { panelWords } from './language.ts';
import { passkeysHere } from './passkey.ts';
import { Section } from './Section.tsx';
import type { By, Proving } from './useProof.ts';

/** What proves that it is them, before anything is changed. */
export function Proof({ mine, proof }: { mine: MySignIn; proof: Proving }) {
  const { by, setBy, given, setGiven } = proof;
  const w = panelWords.value;
  const possible: [By, string][] = [
    ['old', w.proofOld],
    ...(mine.totp || mine.passkeys.length > 0 ? [['code', w.proofCode] as [By, string]] : []),
    ...(mine.passkeys.length > 0 && passkeysHere() ? [['passkey', w.proofPasskey] as [By, string]] : []),
  ];
  return (
    <Section title={w.proof}>
      {possible.length > 1 && (
        <fieldset>
          <legend>{w.proofWith}</legend>
          {possible.map(([one, says]) => (
            <label key={one} class="choice">
              <input
                type="radio"
                name="proof-by"
                checked={by === one}
                onChange={() => {
                  setBy(one);
                  setGiven('');
                }}
              />
              {says}
            </label>
          ))}
        </fieldset>
      )}
      {by !== 'passkey' && (
        <Field
          key={by}
          name={`proof-${by}`}
          label={by === 'old' ? w.proofOld : w.proofCode}
          secret={by === 'old'}
          autocomplete={by === 'old' ? 'current-password' : 'one-time-code'}
          value={given}
          onValue={setGiven}
        />
      )}
    </Section>
  );
}
