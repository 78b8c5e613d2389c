import { useState } from 'preact/hooks';
import type { RecoveryCodes, TotpOffer } from '../../../contracts/session/signIn.ts';
import { call } from '../live/api.ts';
import { Button } from '../look/Button.tsx';
import { Field } from '../look/Field.tsx';
import { Qr } from '../look/Qr.tsx';
import type { Doing } from './doing.ts';
import { panelWords } from './language.ts';
import { Section } from './Section.tsx';

export function AuthenticatorApp({ mine, change, told, fails, showCodes }: Doing) {
  const w = panelWords.value;
  const [offer, setOffer] = useState<TotpOffer>();
  const [code, setCode] = useState('');
  if (!offer)
    return (
      <Section title={w.app}>
        <p class="says">{mine.totp ? w.appOn : w.appOff}</p>
        <div class="buttons">
          <button type="button" onClick={async () => setOffer(await change<TotpOffer>('/api/v1/my/sign-in/totp'))}>
            {mine.totp ? w.appAgain : w.appBegin}
          </button>
          {mine.totp && (
            <Button
              does={async () => {
                if (await change('/api/v1/my/sign-in/totp/remove')) await told(w.done);
              }}
              says={w.appRemove}
            />
          )}
        </div>
      </Section>
    );
  return (
    <Section title={w.app}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const answer = await call<RecoveryCodes>('/api/v1/my/sign-in/totp/confirm', { code: code.trim() });
          if (!answer.ok) return fails(answer.message || w.notSent);
          setOffer(undefined);
          showCodes(answer.value.recoveryCodes);
          await told(w.done);
        }}
      >
        <p class="says">{w.scan}</p>
        <Qr text={offer.uri} label={w.qr} />
        <p class="says">
          {w.orType} <code>{offer.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
        <Field
          name="first-code"
          label={w.firstCode}
          autocomplete="one-time-code"
          focus
          value={code}
          onValue={setCode}
        />
        <Button class="strong" submit off={code.trim().length < 6} says={w.confirm} />
      </form>
    </Section>
  );
}
