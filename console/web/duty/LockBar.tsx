// Stands over a locked console: what still works, and the way in again.
import { useState } from 'preact/hooks';
import { picture } from '../live/page.ts';
import { Field } from '../look/Field.tsx';
import { words } from '../words/words.ts';
import { lockTrouble, unlock } from './lock.ts';
import { locked } from './state.ts';

export function LockBar() {
  const w = words.value;
  const [secret, setSecret] = useState('');
  if (!locked.value) return null;
  const { me } = picture.value;
  const byToken = me?.account === undefined;
  return (
    <form
      class="lock-bar"
      aria-label={w.lock.title}
      onSubmit={async (event) => {
        event.preventDefault();
        if (await unlock(byToken ? { token: secret.trim() } : { password: secret }, w.notSent)) setSecret('');
      }}
    >
      <p>
        <b>{w.lock.title}</b> {w.lock.says}
      </p>
      <Field
        name="unlock"
        label={byToken ? w.lock.token : w.lock.password(me?.name ?? '')}
        secret
        autocomplete={byToken ? 'off' : 'current-password'}
        value={secret}
        onValue={setSecret}
      />
      <button class="strong" type="submit" disabled={secret === ''}>
        {w.lock.unlock}
      </button>
      {lockTrouble.value !== '' && <span role="alert">{lockTrouble.value}</span>}
    </form>
  );
}
