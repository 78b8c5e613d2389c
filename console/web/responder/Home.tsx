// Nothing is the matter: on or off duty, the own shifts, whether it would ring.
import { useEffect, useState } from 'preact/hooks';
import type { MyShifts } from '../../../contracts/api.ts';
import { call, signOut } from '../live/api.ts';
import { linkState, signedOut } from '../live/page.ts';
import { momentOf } from '../look/time.ts';
import { switchLanguage } from '../words/language.ts';
import { words } from './language.ts';
import { switchDuty } from './outbox.ts';
import { ringer, switchOnRinger } from './ring.ts';
import { forget, me, onDuty } from './state.ts';

export function Home({ begun, begin }: { begun: boolean; begin: () => void }) {
  const w = words();
  const [shifts, setShifts] = useState<MyShifts>();
  const [leaving, setLeaving] = useState(false);
  const duty = onDuty.value;
  useEffect(() => {
    void call<MyShifts>('/api/v1/my/shifts').then((answer) => {
      if (answer.ok) setShifts(answer.value);
    });
  }, [duty]);
  return (
    <main class="home">
      <p class="who">
        {me.value?.name} <span data-link={linkState.value}>{linkState.value === 'live' ? w.connected : ''}</span>
      </p>
      <h1 class={duty ? 'on' : ''}>{duty ? w.onDuty : w.offDuty}</h1>
      {!duty && <p>{w.offDutySays}</p>}
      {!begun && (
        <>
          <p>{w.startSays}</p>
          <button class="yes" type="button" onClick={begin}>
            {w.start}
          </button>
        </>
      )}
      {duty && leaving ? (
        <div class="pair">
          <button class="no" type="button" onClick={() => setLeaving(false)}>
            {w.back}
          </button>
          <button
            class="no danger"
            type="button"
            onClick={() => {
              switchDuty(false);
              setLeaving(false);
            }}
          >
            {w.confirmOff}
          </button>
        </div>
      ) : (
        <button class="no" type="button" onClick={() => (duty ? setLeaving(true) : switchDuty(true))}>
          {duty ? w.goOff : w.goOn}
        </button>
      )}
      <section>
        <h2>{w.myShifts}</h2>
        {shifts === undefined ? (
          <p>{w.loading}</p>
        ) : shifts.shifts.length === 0 ? (
          <p>{w.noShifts}</p>
        ) : (
          <ol>
            {shifts.shifts.slice(0, 14).map(({ from, to }) => (
              <li key={from}>{w.shift(momentOf(Date.parse(from)), momentOf(Date.parse(to)))}</li>
            ))}
          </ol>
        )}
      </section>
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
      <button
        class="plain"
        type="button"
        onClick={async () => {
          await signOut();
          forget();
          signedOut.value = true;
        }}
      >
        {w.signOut}
      </button>
    </main>
  );
}
