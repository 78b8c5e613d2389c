// Stands over a locked console: what still works, and the ways in again.
import { useEffect, useState } from 'preact/hooks';
import type { UnlockBody } from '../../../contracts/session/session.ts';
import type { PasskeyOptions, SignInWays } from '../../../contracts/session/signIn.ts';
import { call } from '../live/api.ts';
import { picture } from '../live/page.ts';
import { Field } from '../look/Field.tsx';
import { answerWithPasskey, passkeysHere } from '../sign-in/passkey.ts';
import { words } from '../words/words.ts';
import { lockTrouble, unlock } from './lock.ts';
import { locked } from './state.ts';

export function LockBar() {
  return locked.value ? <Bar /> : null;
}

function Bar() {
  const w = words.value;
  const { me } = picture.value;
  const [secret, setSecret] = useState('');
  const [ways, setWays] = useState<SignInWays>({});
  useEffect(() => {
    void call<SignInWays>('/api/v1/sign-in').then((answer) => answer.ok && setWays(answer.value));
  }, []);
  const by = me?.opensBy ?? 'password';
  const body: UnlockBody = by === 'password' ? { password: secret } : { token: tokenIn(secret) };

  async function byPasskey(): Promise<void> {
    const options = await call<PasskeyOptions>('/api/v1/session/passkey', {});
    const passkey = options.ok ? await answerWithPasskey(options.value) : undefined;
    if (passkey) await unlock({ passkey }, w.notSent);
    else lockTrouble.value = options.ok ? w.lock.noPasskey : options.message || w.notSent;
  }

  return (
    <form
      class="lock-bar"
      aria-label={w.lock.title}
      onSubmit={async (event) => {
        event.preventDefault();
        if (await unlock(body, w.notSent)) setSecret('');
      }}
    >
      <p>
        <b>{w.lock.title}</b> {w.lock.says} {by === 'link' && w.lock.byLink}
      </p>
      <Field
        name="unlock"
        label={by === 'password' ? w.lock.password(me?.name ?? '') : w.lock[by]}
        secret
        autocomplete={by === 'password' ? 'current-password' : 'off'}
        value={secret}
        onValue={setSecret}
      />
      <button class="strong" type="submit" disabled={secret === ''}>
        {w.lock.unlock}
      </button>
      {me?.account !== undefined && passkeysHere() && (
        <button type="button" onClick={() => void byPasskey()}>
          {w.lock.withPasskey}
        </button>
      )}
      {me?.account !== undefined && ways.provider && (
        <a href="/sign-in/provider">{w.lock.withProvider(ways.provider.name)}</a>
      )}
      {lockTrouble.value !== '' && <span role="alert">{lockTrouble.value}</span>}
    </form>
  );
}

/** A link is pasted whole. */
const tokenIn = (pasted: string): string => /[?&]token=([\w-]+)/.exec(pasted)?.[1] ?? pasted.trim();
