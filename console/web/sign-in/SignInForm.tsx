// For whoever comes without a session: a login and a password with what may be asked besides; a passkey; the provider; a token.
import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../../../contracts/session/session.ts';
import type {
  PasskeyOptions,
  SecondFactor,
  SelfProof,
  SignInBody,
  SignInWays,
} from '../../../contracts/session/signIn.ts';
import { type Answer, call, signIn } from '../live/api.ts';
import { screen } from '../live/screen.ts';
import { Field } from '../look/Field.tsx';
import { switchLanguage } from '../words/language.ts';
import { words } from './language.ts';
import { closeMySignIn, OwnSignIn, openMySignIn } from './OwnSignIn.tsx';
import { answerWithPasskey, passkeysHere } from './passkey.ts';
import { SecondStep } from './SecondStep.tsx';

/** A wall and a tablet are nobody: they have a link or a token. */
const ofPeople = screen !== 'b' && screen !== 'wall';

export function SignInForm({ title }: { title: string }) {
  const w = words.value;
  const [by, setBy] = useState<'password' | 'token'>('password');
  const [fields, setFields] = useState({ login: '', password: '', token: '' });
  const [wrong, setWrong] = useState('');
  const [second, setSecond] = useState<SecondFactor>();
  const [code, setCode] = useState('');
  const [ways, setWays] = useState<SignInWays>({});
  useEffect(() => {
    closeMySignIn(); // of whoever was here
    if (!ofPeople) return;
    void call<SignInWays>('/api/v1/sign-in').then((answer) => answer.ok && setWays(answer.value));
    // Whoever must set up a second factor is in, and sees nothing else until it is done.
    void call<Me>('/api/v1/me').then((answer) => answer.ok && answer.value.mustEnrol && openMySignIn(true));
  }, []);
  const query = new URLSearchParams(location.search);
  const fromProvider = w.provider[query.get('provider') as keyof typeof w.provider];
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

  function came(answer: Answer<Me>): void {
    if (answer.ok) {
      const home = homeOf[answer.value.role] ?? '/';
      if (answer.value.mustEnrol && location.pathname === home) openMySignIn(true);
      else location.replace(home);
      return;
    }
    if (answer.second) setSecond(answer.second);
    setWrong(answer.code === 'second_factor_needed' ? '' : answer.status === 0 ? w.notSent : answer.message);
  }

  async function byPasskey(): Promise<void> {
    const options = await call<PasskeyOptions>('/api/v1/session/passkey', {});
    if (!options.ok) return setWrong(options.status === 0 ? w.notSent : options.message);
    const passkey = await answerWithPasskey(options.value);
    if (passkey) came(await signIn({ passkey }));
    else setWrong(w.passkeyCancelled);
  }

  const send = async (proof: SelfProof = {}): Promise<void> => came(await signIn({ ...body, ...proof } as SignInBody));
  const trouble = wrong !== '' && (
    <p class="trouble" role="alert">
      {wrong}
    </p>
  );
  return (
    <main class="sign-in">
      <OwnSignIn />
      {second ? (
        <form
          key="second"
          onSubmit={(event) => {
            event.preventDefault();
            void send({ code: code.trim() });
          }}
        >
          <h1>{w.second}</h1>
          <SecondStep
            second={second}
            code={code}
            setCode={setCode}
            withPasskey={(passkey) => void send({ passkey })}
            fails={setWrong}
          />
          {trouble}
          <button
            type="button"
            onClick={() => {
              setSecond(undefined);
              setWrong('');
            }}
          >
            {w.back}
          </button>
        </form>
      ) : (
        <form
          key="first"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
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
          {trouble}
          <button class="strong" type="submit" disabled={!complete}>
            {w.enter}
          </button>
          {ofPeople && passkeysHere() && (
            <button type="button" onClick={() => void byPasskey()}>
              {w.withPasskey}
            </button>
          )}
          {ways.provider && <a href="/sign-in/provider">{w.withProvider(ways.provider.name)}</a>}
          <button type="button" onClick={() => setBy(by === 'token' ? 'password' : 'token')}>
            {by === 'token' ? w.withPassword : w.withToken}
          </button>
          <button type="button" onClick={switchLanguage}>
            {w.language}
          </button>
          <p class="hint">{w.another}</p>
        </form>
      )}
    </main>
  );
}

const homeOf: Readonly<Record<string, string>> = { health: '/h', responder: '/r', button: '/b', wall: '/wall' };
