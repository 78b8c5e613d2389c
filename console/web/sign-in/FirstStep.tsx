// A login and a password, or a token; and the other ways in.
import type { SignInWays } from '../../../contracts/session/signIn.ts';
import { Button } from '../look/Button.tsx';
import { Field } from '../look/Field.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { switchLanguage } from '../words/language.ts';
import { words } from './language.ts';
import { passkeysHere } from './passkey.ts';
import type { useLogin } from './useLogin.ts';

export function FirstStep(props: {
  title: string;
  login: ReturnType<typeof useLogin>;
  wrong: string;
  ways: SignInWays;
  send: () => void;
  /** left out on a wall and a tablet */
  byPasskey: (() => void) | undefined;
}) {
  const w = words.value;
  const { title, login, wrong, ways, send, byPasskey } = props;
  const { by, swap, fields, setFields, complete } = login;
  const query = new URLSearchParams(location.search);
  const fromProvider = w.provider[query.get('provider') as keyof typeof w.provider];
  const field = (name: keyof typeof fields, label: string, autocomplete: 'username' | 'current-password' | 'off') => (
    <Field
      key={name}
      name={name}
      label={label}
      secret={name !== 'login'}
      autocomplete={autocomplete}
      value={fields[name]}
      onValue={(value) => setFields({ ...fields, [name]: value })}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <h1>{title}</h1>
      <p>{query.has('expired') ? w.expired : w.says}</p>
      {fromProvider !== undefined && (
        <p class="trouble" role="status">
          {fromProvider}
        </p>
      )}
      {by === 'token'
        ? field('token', w.token, 'off')
        : [field('login', w.login, 'username'), field('password', w.password, 'current-password')]}
      <Trouble says={wrong} />
      <Button class="strong" submit off={!complete} says={w.enter} />
      {byPasskey && passkeysHere() && <Button does={byPasskey} says={w.withPasskey} />}
      {ways.provider && <a href="/sign-in/provider">{w.withProvider(ways.provider.name)}</a>}
      <Button does={swap} says={by === 'token' ? w.withPassword : w.withToken} />
      <Button does={switchLanguage} says={w.language} />
      <p class="hint">{w.another}</p>
    </form>
  );
}
