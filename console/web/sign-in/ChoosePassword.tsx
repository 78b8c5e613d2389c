// Whoever came by the link of a new login chooses a password for the next time. It can be done later: nobody is kept from an
// alarm by it.
import { useState } from 'preact/hooks';
import { setPassword } from '../live/api.ts';
import { firstPasswordWords } from './ownLanguage.ts';

const atLeast = 8;

export function ChoosePassword() {
  const w = firstPasswordWords.value;
  const [asked, setAsked] = useState(new URLSearchParams(location.search).has('password'));
  const [password, setWord] = useState('');
  const [wrong, setWrong] = useState('');
  if (!asked) return null;
  const done = (): void => {
    history.replaceState(null, '', location.pathname);
    setAsked(false);
  };
  return (
    <form
      class="choose-password"
      onSubmit={async (event) => {
        event.preventDefault();
        if (password.length < atLeast) return setWrong(w.tooShort);
        const answer = await setPassword(password);
        if (answer.ok) done();
        else setWrong(answer.message || w.notSent);
      }}
    >
      <label>
        {w.title}
        <input
          type="password"
          autocomplete="new-password"
          placeholder={w.hint}
          value={password}
          onInput={(event) => setWord(event.currentTarget.value)}
        />
      </label>
      <button class="strong" type="submit">
        {w.save}
      </button>
      <button type="button" onClick={done}>
        {w.later}
      </button>
      {wrong !== '' && <span role="alert">{wrong}</span>}
    </form>
  );
}
