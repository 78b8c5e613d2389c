// One column: how a call stands, whether the button is alive, away or at home. Nothing is to be found that is not asked.
import { leave } from '../live/api.ts';
import { linkState, now, signedOut, silentSeconds } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { HandbookLine } from '../look/Handbook.tsx';
import { minuteOf } from '../look/time.ts';
import { switchLanguage } from '../words/language.ts';
import { Away } from './Away.tsx';
import { ButtonCard } from './ButtonCard.tsx';
import { Call } from './Call.tsx';
import { words } from './language.ts';
import { view } from './state.ts';

export function App() {
  const w = words.value;
  if (signedOut.value) return <Gone />;
  const known = view.value;
  return (
    <>
      {linkState.value === 'lost' && (
        <p class="lost" role="alert">
          {w.lost(minuteOf(now.value - silentSeconds.value * 1000))}
          <small>{w.lostSays}</small>
        </p>
      )}
      <main class="family" data-link={linkState.value} data-step={known?.call?.step}>
        {known?.demo && <p class="demo">{w.demo}</p>}
        <h1>{known?.person ?? w.title}</h1>
        {known === undefined ? (
          <p role="status">{w.connecting}</p>
        ) : (
          <>
            <Call call={known.call} />
            <ButtonCard button={known.button} />
            <Away away={known.away} />
          </>
        )}
        <footer>
          <p>{w.only}</p>
          <HandbookLine of="family" class="plain" />
          <Button class="plain" does={switchLanguage} says={w.language} />
          <Button class="plain" does={() => void leave()} says={w.signOut} />
        </footer>
      </main>
    </>
  );
}

/** Whoever has no session needs a new link, and gets it from the community. */
function Gone() {
  const w = words.value;
  const expired = new URLSearchParams(location.search).has('expired');
  return (
    <main class="family">
      <h1>{expired ? w.expired : w.gone}</h1>
      <p>{expired ? w.expiredSays : w.goneSays}</p>
      <footer>
        <Button class="plain" does={switchLanguage} says={w.language} />
      </footer>
    </main>
  );
}
