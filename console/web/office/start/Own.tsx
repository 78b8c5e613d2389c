// Whoever came by a link without a login of their own would not come in again once it has ended.
import { useState } from 'preact/hooks';
import type { AccountAnswer } from '../../../../contracts/session/session.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { Line } from '../map/Fields.tsx';
import { startWords } from './words.ts';

export function Own() {
  const s = startWords.value;
  const me = picture.value.me;
  const [login, setLogin] = useState('');
  const [name, setName] = useState('');
  const [made, setMade] = useState<AccountAnswer>();
  const [trouble, setTrouble] = useState('');
  if (me?.role !== 'administrator' || me.account !== undefined) return null;
  return (
    <section class="own" aria-label={s.own}>
      <h2>{s.own}</h2>
      <p>{s.ownSays}</p>
      <Trouble says={trouble} />
      {made ? (
        <a class="button strong" href={new URL(made.link).pathname + new URL(made.link).search}>
          {s.ownEnter}
        </a>
      ) : (
        <form
          class="row"
          onSubmit={async (event) => {
            event.preventDefault();
            const body = { login: login.trim(), name: name.trim(), role: 'administrator' };
            const answer = await call<AccountAnswer>('/api/v1/accounts', body);
            setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
            if (answer.ok) setMade(answer.value);
          }}
        >
          <Line name="login" label={s.ownLogin} value={login} set={setLogin} hint={s.ownLoginHint} />
          <Line name="own-name" label={s.ownName} value={name} set={setName} />
          <footer>
            <button class="button" type="submit" disabled={login.trim() === '' || name.trim() === ''}>
              {s.ownMake}
            </button>
          </footer>
        </form>
      )}
    </section>
  );
}
