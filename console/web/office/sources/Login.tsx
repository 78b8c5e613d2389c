// What a source comes in by: made here, shown once, with how it is given to the vendor.
import { useState } from 'preact/hooks';
import type { SourceLogin } from '../../../../contracts/device/logins.ts';
import type { SourceView } from '../../../../contracts/device/sources.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { sourceWords } from './words.ts';

export function Login({ source: { id, door, hasLogin }, again }: { source: SourceView; again: () => void }) {
  const s = sourceWords.value;
  const [login, setLogin] = useState<SourceLogin>();
  const [trouble, setTrouble] = useState('');
  if (door === 'mqtt' || door === 'tcp') return null;
  if (picture.value.me?.role !== 'administrator') return <p>{s.onlyAdministrator}</p>;
  async function make(): Promise<void> {
    if (hasLogin && !confirm(s.issueSure)) return;
    const answer = await call<SourceLogin>(`/api/v1/sources/${id}/credential`, {});
    setTrouble(answer.ok ? '' : answer.message || words.value.notSent);
    if (answer.ok) setLogin(answer.value);
    again();
  }
  return (
    <section class="login" aria-label={s.kinds[door]}>
      {login && <Shown login={login} />}
      <button class={`button ${hasLogin ? '' : 'strong'}`} type="button" onClick={() => void make()}>
        {hasLogin ? s.issueAgain : s.issue}
      </button>
      <Trouble says={trouble} />
    </section>
  );
}

function Shown({ login: { address, username, password } }: { login: SourceLogin }) {
  const s = sourceWords.value;
  if (address !== undefined)
    return (
      <div class="shown-once" role="status">
        <b>{s.address}</b>
        <Copied text={address} />
        <p>{s.addressSays}</p>
      </div>
    );
  return (
    <div class="shown-once" role="status">
      <b>{s.mqttLogin}</b>
      <p>
        {s.username} <Copied text={username} />
      </p>
      <p>
        {s.password} <Copied text={password} />
      </p>
      <p>{s.mqttSays}</p>
    </div>
  );
}

function Copied({ text }: { text: string }) {
  const s = sourceWords.value;
  const [done, setDone] = useState(false);
  return (
    <span class="copied">
      <code>{text}</code>
      {/* Without TLS a browser has no clipboard: then it is marked and copied by hand. */}
      {navigator.clipboard !== undefined && (
        <button
          class="button"
          type="button"
          onClick={() => void navigator.clipboard.writeText(text).then(() => setDone(true))}
        >
          {done ? s.copied : s.copy}
        </button>
      )}
    </span>
  );
}
