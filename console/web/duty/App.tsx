// The duty console: queue, map, pane.
import { linkState, picture, signedOut } from '../live/page.ts';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { words } from '../words/words.ts';
import { Announcements } from './bar/Announcements.tsx';
import { TopBar } from './bar/TopBar.tsx';
import { UndoBar } from './bar/UndoBar.tsx';
import { pane, panels } from './later.ts';
import { MapView } from './map/MapView.tsx';
import { ReadinessCounts } from './map/ReadinessCounts.tsx';
import { Queue } from './queue/Queue.tsx';
import { helpShown, panel, selected } from './state.ts';

export function App() {
  if (signedOut.value) return <SignIn title={words.value.signIn} />;
  if (picture.value.me?.area) return <OfAPart />;
  const Incident = pane.value;
  const Later = panels.value;
  return (
    <div class={`page link-${linkState.value}`}>
      <TopBar />
      {Later && <Later.LockBar />}
      <OwnSignIn />
      <main class={selected.value === undefined ? 'main' : 'main with-pane'}>
        <Queue />
        <section class="map-area" aria-label={words.value.map}>
          <MapView />
          <ReadinessCounts />
          {Later && <Later.Legend />}
          {Later && panel.value === 'sessions' && <Later.SessionsPanel />}
          {Later && panel.value === 'readiness' && <Later.ReadinessPanel />}
          {Later && panel.value === 'home' && <Later.HomeCard />}
          {Later && panel.value === 'system' && <Later.SystemPanel />}
          {Later && panel.value === 'history' && <Later.HistoryPanel />}
          {Later && panel.value === 'nightDesk' && <Later.NightDeskPanel />}
          {Later && panel.value === 'aftercare' && <Later.AftercarePanel />}
          {Later && panel.value === 'reasons' && <Later.ReasonsPanel />}
        </section>
        {Incident && <Incident.Pane />}
      </main>
      <UndoBar />
      <Announcements />
      {Later && panel.value === 'handover' && <Later.HandoverPanel />}
      {Later && helpShown.value && <Later.Help />}
    </div>
  );
}

/** Of somebody whose rights reach over a part of the community no call comes here: an empty queue would look like a quiet night. */
function OfAPart() {
  const w = words.value;
  return (
    <main class="part">
      <h1>{w.title}</h1>
      <p>{w.ofAPart}</p>
      <a class="button strong" href="/office">
        {w.toOffice}
      </a>
    </main>
  );
}
