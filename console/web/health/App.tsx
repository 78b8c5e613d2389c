// The health desk: the health track alone, large, with what a doctor needs.
import '../look/TopBar.css';
import './App.css';
import type { MapSource } from '../../../contracts/office/place.ts';
import { SoundButton } from '../alarm/SoundButton.tsx';
import { LinkBanner } from '../live/LinkBanner.tsx';
import { LinkLight } from '../live/LinkLight.tsx';
import { linkState, picture, signedOut } from '../live/page.ts';
import { useRead } from '../live/useRead.ts';
import { Demo } from '../look/Demo.tsx';
import { Handbook } from '../look/Handbook.tsx';
import { TopBar } from '../look/TopBar.tsx';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Case } from './Case.tsx';
import { List } from './List.tsx';
import { deskWords } from './language.ts';
import { current } from './state.ts';

export function App() {
  const h = deskWords.value;
  const { value: map } = useRead<MapSource>('/api/v1/map');
  if (signedOut.value) return <SignIn title={h.signIn} />;
  const incident = current.value;
  return (
    <div class={`page link-${linkState.value}`}>
      {map?.district.demo && <Demo />}
      <TopBar
        title={h.title}
        lights={<LinkLight />}
        sound={<SoundButton />}
        help={<Handbook of="health" />}
        cells={
          <span class="cell wide">
            {h.onDuty} <b>{picture.value.me?.name}</b>
          </span>
        }
      />
      <LinkBanner />
      <OwnSignIn />
      <main class="desk">
        <List />
        {incident ? (
          <Case key={incident.id} incident={incident} />
        ) : (
          <p class="nothing">
            <b>{h.none}</b>
            {h.noneSays}
          </p>
        )}
      </main>
    </div>
  );
}
