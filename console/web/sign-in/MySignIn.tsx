// 我的登录: password, authenticator app, passkeys, recovery codes of whoever is signed in.
import './my-sign-in.css';
import { useEffect, useState } from 'preact/hooks';
import type { MySignIn } from '../../../contracts/session/signIn.ts';
import { call } from '../live/api.ts';
import { Close } from '../look/Close.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { AuthenticatorApp } from './AuthenticatorApp.tsx';
import { Codes } from './Codes.tsx';
import type { Doing } from './doing.ts';
import { panelWords } from './language.ts';
import { NewPasswordForm } from './NewPasswordForm.tsx';
import { closeMySignIn } from './OwnSignIn.tsx';
import { ownWords } from './ownLanguage.ts';
import { Passkeys } from './Passkeys.tsx';
import { Proof } from './Proof.tsx';
import { Recovery } from './Recovery.tsx';
import { useProof } from './useProof.ts';

/** @param must nothing else is possible until a second factor is set up */
export function MySignInPanel({ must }: { must: boolean }) {
  const w = panelWords.value;
  const { title } = ownWords.value;
  const [mine, setMine] = useState<MySignIn>();
  const [wrong, setWrong] = useState('');
  const [done, setDone] = useState('');
  const [codes, setCodes] = useState<readonly string[]>([]);

  const fails = (why: string): void => {
    setDone('');
    setWrong(why);
  };
  const proof = useProof(fails);
  const read = async (): Promise<void> => {
    const answer = await call<MySignIn>('/api/v1/my/sign-in');
    if (answer.ok) setMine(answer.value);
    else fails(answer.message || w.notSent);
  };
  useEffect(() => {
    void read();
  }, []);

  async function change<T>(path: string, body: object = {}): Promise<T | undefined> {
    const proven = await proof.prove(mine);
    if (!proven) return undefined;
    const answer = await call<T>(path, { ...body, ...proven });
    if (!answer.ok) {
      fails(answer.message || w.notSent);
      return undefined;
    }
    setWrong('');
    proof.used();
    return (answer.value ?? {}) as T;
  }
  async function told(says: string): Promise<void> {
    setWrong('');
    setDone(says);
    await read();
  }

  return (
    <section class={must ? 'my-sign-in must' : 'my-sign-in'} aria-label={title}>
      <header>
        <h2>{title}</h2>
        {mine && <span class="login">{mine.login}</span>}
        {!must && <Close says={w.close} onClose={closeMySignIn} />}
      </header>
      <div class="body">
        {must && <p class="says">{w.must}</p>}
        <Trouble says={wrong} />
        {done !== '' && (
          <p class="done" role="status">
            {done}
          </p>
        )}
        {codes.length > 0 ? (
          <Codes codes={codes} kept={() => (must ? location.replace(location.pathname) : setCodes([]))} />
        ) : mine ? (
          <>
            {mine.proofNeeded && <Proof mine={mine} proof={proof} />}
            <Parts doing={{ mine, change, told, fails, showCodes: setCodes }} must={must} />
          </>
        ) : (
          <p class="says">{w.loading}</p>
        )}
      </div>
    </section>
  );
}

function Parts({ doing, must }: { doing: Doing; must: boolean }) {
  const { mine } = doing;
  return (
    <>
      <AuthenticatorApp {...doing} />
      <Passkeys {...doing} />
      {(mine.totp || mine.passkeys.length > 0) && <Recovery {...doing} />}
      {!must && <NewPasswordForm {...doing} />}
      {mine.provider !== undefined && <p class="says">{panelWords.value.provider(mine.provider)}</p>}
    </>
  );
}
