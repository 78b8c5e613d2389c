// 我的登录: password, authenticator app, passkeys, recovery codes of whoever is signed in.
import './my-sign-in.css';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type {
  MySignIn,
  PasskeyOptions,
  RecoveryCodes,
  SelfProof,
  TotpOffer,
} from '../../../contracts/session/signIn.ts';
import { type Answer, call } from '../live/api.ts';
import { Field } from '../look/Field.tsx';
import { momentOf } from '../look/time.ts';
import { panelWords } from './language.ts';
import { closeMySignIn } from './OwnSignIn.tsx';
import { ownWords } from './ownLanguage.ts';
import { answerWithPasskey, makePasskey, passkeysHere } from './passkey.ts';

const moment = (at: string): string => momentOf(Date.parse(at));

type By = 'old' | 'code' | 'passkey';
/** What a section may do: ask the server with a proof, show codes once, and say what became of it. */
type Doing = {
  mine: MySignIn;
  change: <T>(path: string, body?: object) => Promise<T | undefined>;
  told: (says: string) => Promise<void>;
  fails: (why: string) => void;
  showCodes: (codes: readonly string[]) => void;
};

/** @param must nothing else is possible until a second factor is set up */
export function MySignInPanel({ must }: { must: boolean }) {
  const w = panelWords.value;
  const [mine, setMine] = useState<MySignIn>();
  const [by, setBy] = useState<By>('old');
  const [given, setGiven] = useState('');
  const [wrong, setWrong] = useState('');
  const [done, setDone] = useState('');
  const [codes, setCodes] = useState<readonly string[]>([]);

  const fails = (why: string): void => {
    setDone('');
    setWrong(why);
  };
  const read = async (): Promise<void> => {
    const answer = await call<MySignIn>('/api/v1/my/sign-in');
    if (answer.ok) setMine(answer.value);
    else fails(answer.status === 0 ? w.notSent : answer.message);
  };
  useEffect(() => {
    void read();
  }, []);

  /** What proves that it is them; undefined: it is not there, and they were told. */
  async function proof(): Promise<SelfProof | undefined> {
    if (mine?.proofNeeded === false) return {};
    if (by !== 'passkey') {
      if (given.trim() !== '') return { [by]: given };
      fails(w.proofNeeded);
      return undefined;
    }
    const options = await call<PasskeyOptions>('/api/v1/my/sign-in/challenge', {});
    const passkey = options.ok ? await answerWithPasskey(options.value) : undefined;
    if (passkey) return { passkey };
    fails(options.ok ? w.passkeyCancelled : options.status === 0 ? w.notSent : options.message);
    return undefined;
  }

  async function change<T>(path: string, body: object = {}): Promise<T | undefined> {
    const proven = await proof();
    if (!proven) return undefined;
    const answer: Answer<T> = await call<T>(path, { ...body, ...proven });
    if (!answer.ok) {
      fails(answer.status === 0 ? w.notSent : answer.message);
      return undefined;
    }
    setWrong('');
    if (by === 'code') setGiven(''); // used up
    return (answer.value ?? {}) as T;
  }
  const doing = mine && {
    mine,
    change,
    fails,
    showCodes: setCodes,
    told: async (says: string) => {
      setWrong('');
      setDone(says);
      await read();
    },
  };

  return (
    <section class={must ? 'my-sign-in must' : 'my-sign-in'} aria-label={ownWords.value.title}>
      <header>
        <h2>{ownWords.value.title}</h2>
        {mine && <span class="login">{mine.login}</span>}
        {!must && (
          <button type="button" class="x" aria-label={w.close} onClick={closeMySignIn}>
            ×
          </button>
        )}
      </header>
      <div class="body">
        {must && <p class="says">{w.must}</p>}
        {wrong !== '' && (
          <p class="trouble" role="alert">
            {wrong}
          </p>
        )}
        {done !== '' && (
          <p class="done" role="status">
            {done}
          </p>
        )}
        {codes.length > 0 ? (
          <Codes codes={codes} kept={() => (must ? location.replace(location.pathname) : setCodes([]))} />
        ) : doing ? (
          <>
            {mine.proofNeeded && <Proof mine={mine} by={by} setBy={setBy} given={given} setGiven={setGiven} />}
            <AuthenticatorApp {...doing} />
            <Passkeys {...doing} />
            {(mine.totp || mine.passkeys.length > 0) && <Recovery {...doing} />}
            {!must && <NewPasswordForm {...doing} />}
            {mine.provider !== undefined && <p class="says">{w.provider(mine.provider)}</p>}
          </>
        ) : (
          <p class="says">{w.loading}</p>
        )}
      </div>
    </section>
  );
}

function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Proof(props: {
  mine: MySignIn;
  by: By;
  setBy: (by: By) => void;
  given: string;
  setGiven: (given: string) => void;
}) {
  const { mine, by, setBy, given, setGiven } = props;
  const w = panelWords.value;
  const possible: [By, string][] = [
    ['old', w.proofOld],
    ...(mine.totp || mine.passkeys.length > 0 ? [['code', w.proofCode] as [By, string]] : []),
    ...(mine.passkeys.length > 0 && passkeysHere() ? [['passkey', w.proofPasskey] as [By, string]] : []),
  ];
  return (
    <Section title={w.proof}>
      {possible.length > 1 && (
        <fieldset>
          <legend>{w.proofWith}</legend>
          {possible.map(([one, says]) => (
            <label key={one} class="choice">
              <input
                type="radio"
                name="proof-by"
                checked={by === one}
                onChange={() => {
                  setBy(one);
                  setGiven('');
                }}
              />
              {says}
            </label>
          ))}
        </fieldset>
      )}
      {by !== 'passkey' && (
        <Field
          key={by}
          name={`proof-${by}`}
          label={by === 'old' ? w.proofOld : w.proofCode}
          secret={by === 'old'}
          autocomplete={by === 'old' ? 'current-password' : 'one-time-code'}
          value={given}
          onValue={setGiven}
        />
      )}
    </Section>
  );
}

function AuthenticatorApp({ mine, change, told, fails, showCodes }: Doing) {
  const w = panelWords.value;
  const [offer, setOffer] = useState<TotpOffer>();
  const [code, setCode] = useState('');
  if (!offer)
    return (
      <Section title={w.app}>
        <p class="says">{mine.totp ? w.appOn : w.appOff}</p>
        <div class="buttons">
          <button type="button" onClick={async () => setOffer(await change<TotpOffer>('/api/v1/my/sign-in/totp'))}>
            {mine.totp ? w.appAgain : w.appBegin}
          </button>
          {mine.totp && (
            <button
              type="button"
              onClick={async () => {
                if (await change('/api/v1/my/sign-in/totp/remove')) await told(w.done);
              }}
            >
              {w.appRemove}
            </button>
          )}
        </div>
      </Section>
    );
  return (
    <Section title={w.app}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          const answer = await call<RecoveryCodes>('/api/v1/my/sign-in/totp/confirm', { code: code.trim() });
          if (!answer.ok) return fails(answer.status === 0 ? w.notSent : answer.message);
          setOffer(undefined);
          showCodes(answer.value.recoveryCodes);
          await told(w.done);
        }}
      >
        <p class="says">{w.scan}</p>
        <svg class="qr" role="img" aria-label={w.qr} viewBox={`0 0 ${offer.qr.size} ${offer.qr.size}`}>
          <rect width="100%" height="100%" fill="#fff" />
          <path d={offer.qr.path} fill="#000" shape-rendering="crispEdges" />
        </svg>
        <p class="says">
          {w.orType} <code>{offer.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}</code>
        </p>
        <Field
          name="first-code"
          label={w.firstCode}
          autocomplete="one-time-code"
          focus
          value={code}
          onValue={setCode}
        />
        <button class="strong" type="submit" disabled={code.trim().length < 6}>
          {w.confirm}
        </button>
      </form>
    </Section>
  );
}

function Passkeys({ mine, change, told, fails, showCodes }: Doing) {
  const w = panelWords.value;
  const [name, setName] = useState('');
  async function add(): Promise<void> {
    const options = await change<PasskeyOptions>('/api/v1/my/sign-in/passkeys/options');
    if (!options) return;
    const made = await makePasskey(options);
    if (!made) return fails(w.passkeyCancelled);
    const answer = await call<RecoveryCodes>('/api/v1/my/sign-in/passkeys', { name: name.trim(), made });
    if (!answer.ok) return fails(answer.status === 0 ? w.notSent : answer.message);
    setName('');
    showCodes(answer.value.recoveryCodes);
    await told(w.done);
  }
  return (
    <Section title={w.passkeys}>
      <p class="says">{passkeysHere() ? w.passkeysSay : w.passkeysNotHere}</p>
      <ul>
        {mine.passkeys.map((one) => (
          <li key={one.id}>
            <span>
              <b>{one.name}</b>
              <small>
                {w.passkeyMade(moment(one.madeAt), one.host)}
                {one.usedAt !== undefined && ` · ${w.passkeyUsed(moment(one.usedAt))}`}
              </small>
            </span>
            <button
              type="button"
              onClick={async () => {
                if (await change(`/api/v1/my/sign-in/passkeys/${one.id}/remove`)) await told(w.done);
              }}
            >
              {w.passkeyRemove(one.name)}
            </button>
          </li>
        ))}
      </ul>
      {passkeysHere() && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add();
          }}
        >
          <Field
            name="passkey-name"
            label={w.passkeyName}
            value={name}
            onValue={(value) => setName(value.slice(0, 40))}
          />
          <button type="submit" disabled={name.trim() === ''}>
            {w.passkeyAdd}
          </button>
        </form>
      )}
    </Section>
  );
}

function Recovery({ mine, change, told, showCodes }: Doing) {
  const w = panelWords.value;
  return (
    <Section title={w.recovery}>
      <p class="says">{w.recoveryLeft(mine.recoveryCodesLeft)}</p>
      <button
        type="button"
        onClick={async () => {
          const made = await change<RecoveryCodes>('/api/v1/my/sign-in/recovery-codes');
          if (!made) return;
          showCodes(made.recoveryCodes);
          await told(w.done);
        }}
      >
        {w.recoveryNew}
      </button>
    </Section>
  );
}

function NewPasswordForm({ mine, change, told }: Doing) {
  const w = panelWords.value;
  const [password, setPassword] = useState('');
  return (
    <Section title={w.password}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!(await change('/api/v1/session/password', { password }))) return;
          setPassword('');
          await told(w.passwordSaved);
        }}
      >
        <p class="says">{mine.passwordSet ? w.passwordSet : w.passwordNone}</p>
        <Field
          name="new-password"
          label={w.newPassword}
          secret
          autocomplete="new-password"
          value={password}
          onValue={setPassword}
        />
        <button type="submit" disabled={password.length < 8}>
          {w.save}
        </button>
      </form>
    </Section>
  );
}

function Codes({ codes, kept }: { codes: readonly string[]; kept: () => void }) {
  const w = panelWords.value;
  return (
    <Section title={w.codesTitle}>
      <p class="says">{w.codesSay}</p>
      <ol class="codes">
        {codes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ol>
      <button class="strong" type="button" onClick={kept}>
        {w.codesKept}
      </button>
    </Section>
  );
}
