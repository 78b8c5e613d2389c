// Nothing is the matter: on or off duty, the own shifts, whether it would ring.
import { useEffect, useState } from 'preact/hooks';
import { signOut } from '../live/api.ts';
import { linkState, signedOut } from '../live/page.ts';
import { clockOf, momentOf } from '../look/time.ts';
import { MySignInButton } from '../sign-in/OwnSignIn.tsx';
import { switchLanguage } from '../words/language.ts';
import { words } from './language.ts';
import { shortPlace } from './Offer.tsx';
import { switchDuty, waiting } from './outbox.ts';
import { ringer, switchOnRinger } from './ring.ts';
import { askForShifts, shifts } from './shifts.ts';
import { ended, forget, me, onDuty } from './state.ts';

export function Home({ begun, begin }: { begun: boolean; begin: () => void }) {
  const w = words.value;
  const [leaving, setLeaving] = useState(false);
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
      <Ended />
      <section>
        <h2>{w.myShifts}</h2>
        {mine === undefined ? (
          <p>{w.loading}</p>
        ) : mine.shifts.length === 0 ? (
          <p>{w.noShifts}</p>
        ) : (
          <ol>
            {mine.shifts.slice(0, 14).map(({ from, to }) => (
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
      <MySignInButton class="plain" />
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

/** To lock up, and to bring a key back. */
function Ended() {
  const w = words.value;
  if (ended.value.length === 0) return null;
  return (
    <section class="ended">
      <h2>{w.ended}</h2>
      {ended.value.map(({ incident, place, names, access = {}, until }) => (
        <p key={incident}>
          <b>
            {shortPlace(place)} {names.join('、')}
          </b>{' '}
          {[access.gate, access.key, access.note].filter((one) => one !== undefined).join('；')}{' '}
          <small>{w.endedUntil(clockOf(Date.parse(until)))}</small>
        </p>
      ))}
    </section>
  );
}
