// Stands over a locked console: what still works, and the ways in again.
import './LockBar.css';
import { useState } from 'preact/hooks';
import type { UnlockBody } from '../../../../contracts/session/session.ts';
import type { SignInWays } from '../../../../contracts/session/signIn.ts';
import { picture } from '../../live/page.ts';
import { useRead } from '../../live/useRead.ts';
import { Button } from '../../look/Button.tsx';
import { Field } from '../../look/Field.tsx';
import { passkeysHere } from '../../sign-in/passkey.ts';
import { words } from '../../words/words.ts';
import { lockTrouble, unlock, unlockByPasskey } from '../lock.ts';
import { locked } from '../state.ts';

export const LockBar = () => (locked.value ? <Bar /> : null);

function Bar() {
  const w = words.value;
  const { me } = picture.value;
  const [secret, setSecret] = useState('');
  const { value: ways } = useRead<SignInWays>('/api/v1/sign-in');
  const by = me?.opensBy ?? 'password';
  const body: UnlockBody = by === 'password' ? { password: secret } : { token: tokenIn(secret) };
  return (
    <form
      class="lock-bar"
      aria-label={w.lock.title}
      onSubmit={async (event) => {
        event.preventDefault();
        if (await unlock(body)) setSecret('');
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
      <Button class="strong" submit off={secret === ''} says={w.lock.unlock} />
      {me?.account !== undefined && passkeysHere() && (
        <Button does={() => void unlockByPasskey()} says={w.lock.withPasskey} />
      )}
      {me?.account !== undefined && ways?.provider && (
        <a href="/sign-in/provider">{w.lock.withProvider(ways.provider.name)}</a>
      )}
      {lockTrouble.value !== '' && <span role="alert">{lockTrouble.value}</span>}
    </form>
  );
}

/** A link is pasted whole. */
const tokenIn = (pasted: string): string => /[?&]token=([\w-]+)/.exec(pasted)?.[1] ?? pasted.trim();
