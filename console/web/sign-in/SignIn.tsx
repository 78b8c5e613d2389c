// For whoever comes without a session: a login and a password, or a token; where to get a link.
import { useState } from 'preact/hooks';
import type { SignInBody } from '../../../contracts/api.ts';
import { signIn } from '../live/api.ts';
import { Field } from '../look/Field.tsx';
import { language, switchLanguage } from '../words/language.ts';
import { signInWords } from './words.ts';

export function SignIn({ title }: { title: string }) {
  const w = signInWords[language.value];
  const [by, setBy] = useState<'password' | 'token'>('password');
  const [fields, setFields] = useState({ login: '', password: '', token: '' });
  const [wrong, setWrong] = useState('');
  const expired = new URLSearchParams(location.search).has('expired');
  const body: SignInBody =
    by === 'token' ? { token: fields.token.trim() } : { login: fields.login.trim(), password: fields.password };
  const complete = Object.values(body).every((value) => value !== '');
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
    <main class="sign-in">
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const answer = await signIn(body);
          if (answer.ok) location.replace(homeOf[answer.value.role] ?? '/');
          else setWrong(answer.status === 0 ? w.notSent : answer.message);
        }}
      >
        <h1>{title}</h1>
        <p>{expired ? w.expired : w.says}</p>
        {by === 'token'
          ? field('token', w.token, 'off')
          : [field('login', w.login, 'username'), field('password', w.password, 'current-password')]}
        {wrong !== '' && (
          <p class="trouble" role="alert">
            {wrong}
          </p>
        )}
        <button class="strong" type="submit" disabled={!complete}>
          {w.enter}
        </button>
        <button type="button" onClick={() => setBy(by === 'token' ? 'password' : 'token')}>
          {by === 'token' ? w.withPassword : w.withToken}
        </button>
        <button type="button" onClick={switchLanguage}>
          {w.language}
        </button>
        <p class="hint">{w.another}</p>
      </form>
    </main>
  );
}

const homeOf: Readonly<Record<string, string>> = { health: '/h', responder: '/r', button: '/b', wall: '/wall' };
