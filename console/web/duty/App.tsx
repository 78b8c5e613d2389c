// The duty console: queue, map, pane.
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { linkState, now, picture, signedOut } from '../live/page.ts';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { helpShown } from './keys.ts';
import { panels } from './later.ts';
import { MapView } from './MapView.tsx';
import { takeBack, undo } from './orders.ts';
import { Pane } from './Pane.tsx';
import { Queue } from './Queue.tsx';
import { panel, readiness, selected } from './state.ts';
import { TopBar } from './TopBar.tsx';

export function App() {
  if (signedOut.value) return <SignIn title={words.value.signIn} />;
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
        </section>
        <Pane />
      </main>
      <UndoBar />
      <Announcements />
      {Later && panel.value === 'handover' && <Later.HandoverPanel />}
      {Later && helpShown.value && <Later.Help />}
    </div>
  );
}

function ReadinessCounts() {
  const w = words.value;
  const counts = readiness.value;
  if (!counts) return null;
  return (
    <button
      class="over readiness"
      type="button"
      aria-expanded={panel.value === 'readiness'}
      onClick={() => {
        panel.value = panel.value === 'readiness' ? undefined : 'readiness';
      }}
    >
      <span>
        <i class="dot" /> {w.ready} <b>{counts.ready}</b>
      </span>
      <span>
        <i class="dot hollow" /> {w.atRisk} <b>{counts.atRisk}</b>
      </span>
      <span>
        <i class="dot glowing" /> {w.notCovered} <b>{counts.notCovered}</b>
      </span>
    </button>
  );
}

/** A slip can be taken back for a while. */
function UndoBar() {
  const last = undo.value;
  const left = last ? Math.ceil((last.until - now.value) / 1000) : 0;
  if (!last || left <= 0) return null;
  return (
    <div class="undo">
      <span>{last.says}</span>
      <button type="button" onClick={() => void takeBack()}>
        {words.value.undo(left)}
      </button>
    </div>
  );
}

/** For a screen reader: a new P1 interrupts; everything else waits for a pause. */
function Announcements() {
  const alert = useRef<HTMLDivElement>(null);
  const status = useRef<HTMLDivElement>(null);
  const known = useRef<Set<string> | undefined>(undefined);
  useSignalEffect(() => {
    const open = [...picture.value.incidents.values()].filter((one) => one.state === 'open');
    const fresh = open.filter(({ id }) => known.current?.has(id) === false);
    known.current = new Set([...(known.current ?? []), ...open.map(({ id }) => id)]);
    const w = words.value;
    const sentence = (priority1: boolean): string =>
      fresh
        .filter(({ priority }) => (priority === 1) === priority1)
        .map((one) => w.newIncident(one.priority, personOf(one, w), placeOf(one.place, w)))
        .join('；');
    if (alert.current && sentence(true) !== '') alert.current.textContent = sentence(true);
    if (status.current && sentence(false) !== '') status.current.textContent = sentence(false);
  });
  return (
    <>
      <div class="unseen" role="alert" ref={alert} />
      <div class="unseen" role="status" ref={status} />
    </>
  );
}
