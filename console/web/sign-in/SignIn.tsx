// For whoever comes without a session: where to find the link, and a field for a token.
import { useState } from 'preact/hooks';
import { signIn } from '../live/api.ts';
import { switchLanguage, words } from '../words/words.ts';

export function SignIn() {
  const w = words.value;
  const [token, setToken] = useState('');
  const [wrong, setWrong] = useState('');
  const expired = new URLSearchParams(location.search).has('expired');
  return (
    <main class="sign-in">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const answer = await signIn(token.trim());
          if (answer.ok) location.replace('/');
          else setWrong(answer.status === 0 ? w.notSent : w.wrongToken);
        }}
      >
        <h1>{w.signIn}</h1>
        <p>{expired ? w.expired : w.signInSays}</p>
        <p class="hint">{w.another}</p>
        <label>
          {w.token}
          <input
            type="password"
            autocomplete="off"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        {wrong !== '' && <p class="trouble">{wrong}</p>}
        <button class="strong" type="submit" disabled={token.trim() === ''}>
          {w.enter}
        </button>
        <button type="button" onClick={switchLanguage}>
          {w.language}
        </button>
      </form>
    </main>
  );
}
