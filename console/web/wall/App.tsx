// For the hall: the map with a colour for each grid, and six figures.
import { linkState, now, signedOut, silentSeconds } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { clockOf, dayOf } from '../look/time.ts';
import { SignIn } from '../sign-in/SignIn.tsx';
import { language, switchLanguage } from '../words/language.ts';
import { Figures } from './Figures.tsx';
import { words } from './language.ts';
import { map, wall } from './state.ts';
import { WallMap } from './WallMap.tsx';

export function App() {
  const w = words.value;
  if (signedOut.value) return <SignIn title={w.signIn} />;
  const { district } = map.value ?? {};
  return (
    <div class={`wall link-${linkState.value}`}>
      {district?.demo && <div class="demo">{w.demo}</div>}
      {linkState.value === 'lost' && (
        <div class="banner lost" role="alert">
          {w.lost(clockOf(now.value - silentSeconds.value * 1000))}
        </div>
      )}
      <main>
        <WallMap />
        <section class="figures">
          <h1>
            {language.value === 'en' ? (district?.nameEn ?? district?.name) : district?.name} {w.title}
          </h1>
          <p class="time">{clockOf(now.value).slice(0, 5)}</p>
          <p class="day">{dayOf(now.value, language.value)}</p>
          {wall.value && <Figures view={wall.value} />}
          <p class="motto">{w.motto}</p>
          <Button class="tongue" does={switchLanguage} says={w.language} />
        </section>
      </main>
    </div>
  );
}
