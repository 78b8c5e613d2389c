// Nothing is the matter: on or off duty, the own shifts, whether it would ring.
import './Home.css';
import { useEffect } from 'preact/hooks';
import { leave } from '../live/api.ts';
import { linkState } from '../live/page.ts';
import { momentOf } from '../look/time.ts';
import { MySignInButton } from '../sign-in/MySignInButton.tsx';
import { switchLanguage } from '../words/language.ts';
import { DutySwitch } from './DutySwitch.tsx';
import { Ended } from './Ended.tsx';
import { words } from './language.ts';
import { waiting } from './outbox.ts';
import { ringer, switchOnRinger } from './ring.ts';
import { Shifts } from './Shifts.tsx';
import { askForShifts, shifts } from './shifts.ts';
import { me, onDuty } from './state.ts';

export function Home({ begun, begin }: { begun: boolean; begin: () => void }) {
  const w = words.value;
  const duty = onDuty.value;
  useEffect(() => {
    void askForShifts();
  }, [duty]);
  const mine = shifts.value;
  return (
    <main class="home">
      <p class="who">
        {me.value?.name} <span data-link={linkState.value}>{linkState.value === 'live' ? w.connected : ''}</span>
      </p>
      <h1 class={duty ? 'on' : ''}>{duty ? w.onDuty : w.offDuty}</h1>
      {!duty && <p>{w.offDutySays}</p>}
      {mine?.until !== undefined && !waiting.value.some(({ kind }) => kind === 'duty') && (
        <p class="until">{(mine.switched ? w.onUntil : w.offUntil)(momentOf(Date.parse(mine.until)))}</p>
      )}
      {!begun && (
        <>
          <p>{w.startSays}</p>
          <button class="yes" type="button" onClick={begin}>
            {w.start}
          </button>
        </>
      )}
      <DutySwitch duty={duty} />
      <Ended />
      <Shifts mine={mine} />
      <div class="space" />
      <div class="pair">
        <button
          class="no"
          type="button"
          disabled={!begun && ringer.value === 'off'}
          onClick={() => void switchOnRinger()}
        >
          {w.testRing}
        </button>
        <button class="no" type="button" onClick={switchLanguage}>
          {w.language}
        </button>
      </div>
      <MySignInButton class="plain" />
      <button class="plain" type="button" onClick={() => void leave()}>
        {w.signOut}
      </button>
    </main>
  );
}
