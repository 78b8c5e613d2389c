// Nothing is the matter: on or off duty, the own shifts, whether it would ring.
import './Home.css';
import { useEffect } from 'preact/hooks';
import { leave } from '../live/api.ts';
import { linkState } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { momentOf } from '../look/time.ts';
import { switchLanguage } from '../words/language.ts';
import { cardRead } from './card.ts';
import { DutySwitch } from './DutySwitch.tsx';
import { Ended } from './Ended.tsx';
import { words } from './language.ts';
import { later } from './later.ts';
import { waiting } from './outbox.ts';
import { ringer, switchOnRinger } from './ring.ts';
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
      {cardRead.value !== undefined && <p role="status">{w.cardUnused}</p>}
      {mine?.until !== undefined && !waiting.value.some(({ kind }) => kind === 'duty') && (
        <p class="until">{(mine.switched ? w.onUntil : w.offUntil)(momentOf(Date.parse(mine.until)))}</p>
      )}
      {!begun && (
        <>
          <p>{w.startSays}</p>
          <Button class="yes" does={begin} says={w.start} />
        </>
      )}
      <DutySwitch duty={duty} />
      <Ended />
      {later.value && <later.value.Shifts mine={mine} />}
      <div class="space" />
      <div class="pair">
        <Button
          class="no"
          does={() => void switchOnRinger()}
          off={!begun && ringer.value === 'off'}
          says={w.testRing}
        />
        <Button class="no" does={switchLanguage} says={w.language} />
      </div>
      {later.value && <later.value.MySignInButton class="plain" />}
      <Button class="plain" does={() => void leave()} says={w.signOut} />
    </main>
  );
}
