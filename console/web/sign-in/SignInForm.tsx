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
import { FirstStep } from './FirstStep.tsx';
import { words } from './language.ts';
import { closeMySignIn, OwnSignIn, openMySignIn } from './OwnSignIn.tsx';
import { answerWithPasskey } from './passkey.ts';
import { SecondForm } from './SecondForm.tsx';
import { useLogin } from './useLogin.ts';

/** A wall and a tablet are nobody: they have a link or a token. */
const ofPeople = screen !== 'b' && screen !== 'wall';

export function SignInForm({ title }: { title: string }) {
  const w = words.value;
  const login = useLogin();
  const [wrong, setWrong] = useState('');
  const [second, setSecond] = useState<SecondFactor>();
  const [ways, setWays] = useState<SignInWays>({});
  useEffect(() => {
    closeMySignIn(); // of whoever was here
    if (!ofPeople) return;
    void call<SignInWays>('/api/v1/sign-in').then((answer) => answer.ok && setWays(answer.value));
    // Whoever must set up a second factor is in, and sees nothing else until it is done.
    void call<Me>('/api/v1/me').then((answer) => answer.ok && answer.value.mustEnrol && openMySignIn(true));
  }, []);

  function came(answer: Answer<Me>): void {
    if (answer.ok) {
      const home = homeOf(answer.value);
      if (answer.value.mustEnrol && location.pathname === home.split('?')[0]) openMySignIn(true);
      else location.replace(home);
      return;
    }
    if (answer.second) setSecond(answer.second);
    setWrong(answer.code === 'second_factor_needed' ? '' : answer.message || w.notSent);
  }

  async function byPasskey(): Promise<void> {
    const options = await call<PasskeyOptions>('/api/v1/session/passkey', {});
    if (!options.ok) return setWrong(options.message || w.notSent);
    const passkey = await answerWithPasskey(options.value);
    if (passkey) came(await signIn({ passkey }));
    else setWrong(w.passkeyCancelled);
  }

  const send = async (proof: SelfProof = {}): Promise<void> =>
    came(await signIn({ ...login.body, ...proof } as SignInBody));
  function back(): void {
    setSecond(undefined);
    setWrong('');
  }
  return (
    <main class="sign-in">
      <OwnSignIn />
      {second ? (
        <SecondForm second={second} wrong={wrong} fails={setWrong} send={(proof) => void send(proof)} back={back} />
      ) : (
        <FirstStep
          title={title}
          wrong={wrong}
          login={login}
          ways={ways}
          send={() => void send()}
          byPasskey={ofPeople ? () => void byPasskey() : undefined}
        />
      )}
    </main>
  );
}

const pageOf: Readonly<Record<string, string>> = {
  health: '/h',
  responder: '/r',
  button: '/b',
  wall: '/wall',
  family: '/family',
};
/** Whoever has the duty console has the office too, and stays there with what was asked. */
const homeOf = ({ role }: Me): string =>
  pageOf[role] ?? (location.pathname.split('/')[1] === 'office' ? location.pathname + location.search : '/');
