// Press it: the first press in a test window is a test. What comes is shown as it comes, and after a while what to look at.
import { useState } from 'preact/hooks';
import type { DeviceLogin } from '../../../../contracts/device/logins.ts';
import type { PairingHint, PairingView } from '../../../../contracts/device/pairing.ts';
import type { TestWindowAnswer } from '../../../../contracts/device/testWindow.ts';
import { deviceTopic } from '../../../../contracts/topics.ts';
import { pairingInChinese, pairingInEnglish } from '../../../../wording/pairing.ts';
import { call, newId } from '../../live/api.ts';
import { now } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { minuteOf, momentOf } from '../../look/time.ts';
import { inLanguage } from '../../words/inLanguage.ts';
import { words } from '../../words/words.ts';
import { ask } from '../asked.ts';
import { GiveUp } from './GiveUp.tsx';
import { pairWords } from './words.ts';

export const said = inLanguage({ zh: pairingInChinese, en: pairingInEnglish });

const windowMinutes = 5;
/** A press takes a second; after so many it is time to look at something. */
const patienceMs = 8_000;
/** What needs no waiting to be said. */
const atOnce: ReadonlySet<PairingHint> = new Set(['call_open', 'real_press', 'no_source', 'no_login']);

type Props = { view: PairingView; since: string | undefined; wait: (since: string) => void; again: () => void };

export function Press({ view, since, wait, again }: Props) {
  const p = pairWords.value;
  const [wrong, setWrong] = useState('');
  const until = since === undefined ? undefined : Date.parse(since) + windowMinutes * 60_000;
  const open = until !== undefined && now.value < until;
  const waited = since === undefined ? 0 : now.value - Date.parse(since);
  const hints = view.hints.filter((one) => atOnce.has(one) || waited > patienceMs);
  async function begin(): Promise<void> {
    const path = `/api/v1/devices/${view.device}/test-window`;
    const answer = await call<TestWindowAnswer>(path, { id: newId(), minutes: windowMinutes });
    const ends = answer.ok ? answer.value.until : undefined;
    setWrong(answer.ok ? (ends === undefined ? p.undecided : '') : answer.message || words.value.notSent);
    if (ends !== undefined) wait(new Date(Date.parse(ends) - windowMinutes * 60_000).toISOString());
    again();
  }
  return (
    <>
      <h2 class="door">{view.says}</h2>
      <p>
        {p.device(view.device)}
        {view.model !== undefined && ` · ${view.model}`}
        {view.address !== undefined && ` · ${view.address}`}
      </p>
      {view.shows && <Login device={view.device} made={again} />}
      <section class="wait" aria-label={p.steps.press}>
        {open ? (
          <p class="now" role="status">
            <b>{p.pressNow}</b>
            {p.untilWhen(minuteOf(until))}
          </p>
        ) : (
          <>
            <p>{until === undefined ? p.beforeWindow : p.windowOver}</p>
            <button class="button strong" type="button" onClick={() => void begin()}>
              {until === undefined ? p.openWindow : p.openAgain}
            </button>
          </>
        )}
        <Trouble says={wrong} />
        <p>{view.heardAt === undefined ? p.neverHeard : p.heard(momentOf(Date.parse(view.heardAt)))}</p>
      </section>
      <Others view={view} />
      {hints.length > 0 && (
        <section aria-label={p.lookAt} class="hints">
          <h3>{p.lookAt}</h3>
          <ul>
            {hints.map((hint) => (
              <li key={hint} data-hint={hint}>
                {said.value.hints[hint]}
              </li>
            ))}
          </ul>
        </section>
      )}
      <GiveUp
        device={view.device}
        gone={() => ask({ page: 'pair', ...(view.home !== undefined && { home: view.home }) })}
      />
    </>
  );
}

/** A press came, and not from this one: which it was. */
function Others({ view: { others } }: Pick<Props, 'view'>) {
  const p = pairWords.value;
  if (others.length === 0) return null;
  return (
    <section class="hints others" role="alert" aria-label={p.others}>
      <h3>{p.others}</h3>
      <ul>
        {others.map(({ at, device, address, says, source, word }) => (
          <li key={device ?? address ?? source?.id}>
            {minuteOf(Date.parse(at))} {device ?? address ?? p.elsewhere} {says} {source?.name} {word}
          </li>
        ))}
      </ul>
      <p>{p.othersSay}</p>
    </section>
  );
}

/** A device of ours logs in by itself: its password is shown once. */
function Login({ device, made }: { device: string; made: () => void }) {
  const p = pairWords.value;
  const [login, setLogin] = useState<DeviceLogin>();
  const [wrong, setWrong] = useState('');
  async function make(): Promise<void> {
    const answer = await call<DeviceLogin>(`/api/v1/pairing/${device}/login`, {});
    if (answer.ok) {
      setLogin(answer.value);
      made();
    }
    setWrong(answer.ok ? '' : answer.message || words.value.notSent);
  }
  return (
    <section aria-label={p.login}>
      <h3>{p.login}</h3>
      {login ? (
        <dl class="login">
          <dt>{p.userName}</dt>
          <dd>{login.username}</dd>
          <dt>{p.password}</dt>
          <dd>{login.password}</dd>
          <dt>{p.pressTopic}</dt>
          <dd>{deviceTopic(device, 'press')}</dd>
          <dt>{p.stateTopic}</dt>
          <dd>{deviceTopic(device, 'state')}</dd>
        </dl>
      ) : (
        <button class="button" type="button" onClick={() => void make()}>
          {p.makeLogin}
        </button>
      )}
      <small>{p.loginSays}</small>
      <Trouble says={wrong} />
    </section>
  );
}
