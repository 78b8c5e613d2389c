import { useState } from 'preact/hooks';
import type { PasskeyOptions, RecoveryCodes } from '../../../contracts/session/signIn.ts';
import { call } from '../live/api.ts';
import { Button } from '../look/Button.tsx';
import { Field } from '../look/Field.tsx';
import { momentOf } from '../look/time.ts';
import type { Doing } from './doing.ts';
import { panelWords } from './language.ts';
import { makePasskey, passkeysHere } from './passkey.ts';
import { Section } from './Section.tsx';

const moment = (at: string): string => momentOf(Date.parse(at));

export function Passkeys({ mine, change, told, fails, showCodes }: Doing) {
  const w = panelWords.value;
  const [name, setName] = useState('');
  async function add(): Promise<void> {
    const options = await change<PasskeyOptions>('/api/v1/my/sign-in/passkeys/options');
    if (!options) return;
    const made = await makePasskey(options);
    if (!made) return fails(w.passkeyCancelled);
    const answer = await call<RecoveryCodes>('/api/v1/my/sign-in/passkeys', { name: name.trim(), made });
    if (!answer.ok) return fails(answer.message || w.notSent);
    setName('');
    showCodes(answer.value.recoveryCodes);
    await told(w.done);
  }
  return (
    <Section title={w.passkeys}>
      <p class="says">{passkeysHere() ? w.passkeysSay : w.passkeysNotHere}</p>
      <ul>
        {mine.passkeys.map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.name}</b>
              <small>
                {w.passkeyMade(moment(one.madeAt), one.host)}
                {one.usedAt !== undefined && ` · ${w.passkeyUsed(moment(one.usedAt))}`}
              </small>
            </span>
            <Button
              does={async () => {
                if (await change(`/api/v1/my/sign-in/passkeys/${one.id}/remove`)) await told(w.done);
              }}
              says={w.passkeyRemove(one.name)}
            />
          </li>
        ))}
      </ul>
      {passkeysHere() && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <Field
            name="passkey-name"
            label={w.passkeyName}
            value={name}
            onValue={(value) => setName(value.slice(0, 40))}
          />
          <Button submit off={name.trim() === ''} says={w.passkeyAdd} />
        </form>
      )}
    </Section>
  );
}
