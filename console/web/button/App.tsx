// One thing a screen: the button; that it was heard; who comes and when; that they are there.
import { cannotKeep } from '../live/memory.ts';
import { signedOut } from '../live/page.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Called } from './Called.tsx';
import { Calm } from './Calm.tsx';
import { words } from './language.ts';
import { demo, press, shownState, type Touch } from './state.ts';
import { fillScreen } from './stay.ts';
import { unlockVoice } from './voice.ts';

export function App() {
  const w = words.value;
  if (signedOut.value) return <SignIn title={w.signIn} />;
  const touch: Touch = (kind) => () => {
    press(kind); // before anything that a broken device may refuse
    unlockVoice();
    void fillScreen();
    navigator.vibrate?.(200);
  };
  const state = shownState();
  const calm = state === 'idle';
  return (
    <main class={calm ? 'button calm' : 'button called'} data-state={state}>
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
