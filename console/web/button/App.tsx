// One thing a screen: the button; that it was heard; who comes and when; that they are there.
import { cannotKeep } from '../live/memory.ts';
import { linkState, now, signedOut } from '../live/page.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { language, switchLanguage, words } from './language.ts';
import { spokenTime } from './spokenTime.ts';
import { closedOver, demo, late, press, sending, tested, told } from './state.ts';
import { fillScreen } from './stay.ts';
import { unlockVoice } from './voice.ts';

export function App() {
  const w = words.value;
  if (signedOut.value) return <SignIn title={w.signIn} />;
  const touch = (kind: 'sos' | 'cancel' | 'test') => () => {
    press(kind); // before anything that a broken device may refuse
    unlockVoice();
    void fillScreen();
    navigator.vibrate?.(200);
  };
  const state = told.value;
  const calm = !sending.value && (!state || (state.state === 'closed' && closedOver.value));
  return (
    <main class={calm ? 'button calm' : 'button called'} data-state={shownState()}>
      {demo.value && <p class="demo">{w.demo}</p>}
      {calm ? <Calm touch={touch} /> : <Called touch={touch} />}
      {cannotKeep.value && (
        <p class="cannot-keep" role="status">
          {w.cannotKeep}
        </p>
      )}
    </main>
  );
}

type Touch = (kind: 'sos' | 'cancel' | 'test') => () => void;

/** For a test, and for whoever looks from afar: what the screen shows. */
function shownState(): string {
  if (sending.value) return 'sending';
  const state = told.value;
  return !state || (state.state === 'closed' && closedOver.value) ? 'idle' : (state.step ?? state.state);
}

/** So long a page that was just opened may take to connect before it says that it cannot. */
const patienceMs = 6_000;

function Calm({ touch }: { touch: Touch }) {
  const w = words.value;
  const away = linkState.value === 'lost' || (linkState.value === 'connecting' && performance.now() > patienceMs);
  const says = {
    no: away ? w.offline : linkState.value === 'connecting' ? w.connecting : w.well,
    trying: w.testing,
    well: w.tested,
    failed: w.testFailed,
  }[tested.value];
  return (
    <>
      <time>{spokenTime(now.value, language.value)}</time>
      <button class="press" type="button" onClick={touch('sos')}>
        {w.help}
        <small>{w.pressOnce}</small>
      </button>
      <p class={away || tested.value === 'failed' ? 'well bad' : 'well'} role="status">
        {says}
        {away && <small>{w.offlineSays}</small>}
      </p>
      <div class="rarely">
        <button class="quiet" type="button" disabled={tested.value === 'trying'} onClick={touch('test')}>
          {w.test}
        </button>
        <button class="quiet" type="button" lang={language.value === 'zh' ? 'en' : 'zh-CN'} onClick={switchLanguage}>
          {w.language}
        </button>
      </div>
    </>
  );
}

function Called({ touch }: { touch: Touch }) {
  return (
    <>
      <div class="news" role="status">
        <News />
      </div>
      <button class="again" type="button" onClick={touch('sos')}>
        {words.value.again}
      </button>
      <Mistake touch={touch} />
    </>
  );
}

function Mistake({ touch }: { touch: Touch }) {
  const state = told.value;
  const open = state !== undefined && (state.state === 'received' || state.state === 'coming');
  if (!open || state.step === 'cancel_check' || sending.value) return null;
  return (
    <button class="quiet" type="button" onClick={touch('cancel')}>
      {words.value.mistake}
    </button>
  );
}

function News() {
  const w = words.value;
  if (sending.value)
    return (
      <>
        <h1>{late() ? w.notSent : w.sending}</h1>
        <p>{late() ? w.notSentSays : w.sendingSays}</p>
      </>
    );
  const state = told.value;
  if (!state) return null;
  const who = state.who ?? w.someone;
  switch (state.step ?? state.state) {
    case 'coming':
    case 'delayed': {
      const minutes = state.etaSeconds === undefined ? undefined : Math.ceil(state.etaSeconds / 60);
      return (
        <>
          {minutes !== undefined && (
            <p class="figure">
              {minutes <= 1 ? (
                w.soon
              ) : (
                <>
                  {minutes} <small>{w.minutes}</small>
                </>
              )}
            </p>
          )}
          <h2>{state.step === 'delayed' ? w.delayed(who) : w.coming(who)}</h2>
        </>
      );
    }
    case 'neighbour_first':
      return (
        <>
          <h1>{w.neighbour_first(who)}</h1>
          <p>{w.neighbour_firstSays}</p>
        </>
      );
    case 'left':
      return (
        <>
          <Check />
          <h1>{w.left}</h1>
          <p>{w.leftSays}</p>
        </>
      );
    case 'arrived':
      return (
        <>
          <Door />
          <h1>{w.arrived(who)}</h1>
          <p>{w.arrivedSays}</p>
        </>
      );
    case 'asking_more':
      return (
        <>
          <h1>{w.asking_more}</h1>
          <p>{w.asking_moreSays}</p>
        </>
      );
    case 'cancel_check':
      return (
        <>
          <h1>{w.cancel_check}</h1>
          <p>{w.cancel_checkSays}</p>
        </>
      );
    case 'closed':
      return (
        <>
          <Check />
          <h1>{w.closed}</h1>
          <p>{w.closedSays}</p>
        </>
      );
    default:
      return (
        <>
          <Check />
          <h1>{w.received}</h1>
          <p>{w.receivedSays}</p>
        </>
      );
  }
}

function Check() {
  return (
    <svg class="picture" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="48" />
      <path d="M28 52l15 15l30-34" />
    </svg>
  );
}

function Door() {
  return (
    <svg class="picture" viewBox="0 0 100 100" aria-hidden="true">
      <path d="M20 92H84M28 92V12H64V92" />
      <path class="full" d="M64 20l20-6V96l-20-4z" />
    </svg>
  );
}
