// The duty console: queue, map, pane.
import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { SignIn } from '../sign-in/SignIn.tsx';
import { personOf, placeOf } from '../words/sentences.ts';
import { words } from '../words/words.ts';
import { helpShown } from './keys.ts';
import { MapView } from './MapView.tsx';
import { Pane } from './Pane.tsx';
import { Queue } from './Queue.tsx';
import { linkState, picture, readiness, selected, signedOut } from './state.ts';
import { TopBar } from './TopBar.tsx';

export function App() {
  if (signedOut.value) return <SignIn />;
  return (
    <div class={`page link-${linkState.value}`}>
      <TopBar />
      <main class={selected.value === undefined ? 'main' : 'main with-pane'}>
        <Queue />
        <section class="map-area">
          <MapView />
          <ReadinessCounts />
          <Legend />
        </section>
        <Pane />
      </main>
      <Announcements />
      {helpShown.value && <Help />}
    </div>
  );
}

function ReadinessCounts() {
  const w = words.value;
  const counts = readiness.value;
  if (!counts) return null;
  return (
    <div class="over readiness">
      <span>
        <i class="dot" /> {w.ready} <b>{counts.ready}</b>
      </span>
      <span>
        <i class="dot hollow" /> {w.atRisk} <b>{counts.atRisk}</b>
      </span>
      <span>
        <i class="dot glowing" /> {w.notCovered} <b>{counts.notCovered}</b>
      </span>
    </div>
  );
}

function Legend() {
  const w = words.value;
  return (
    <div class="over legend">
      <span>
        <svg viewBox="0 0 28 8" aria-hidden="true">
          <path class="route grid" d="M1 4H27" />
        </svg>
        {w.legendGrid}
      </span>
      <span>
        <svg viewBox="0 0 28 8" aria-hidden="true">
          <path class="route health" d="M2 4H27" />
        </svg>
        {w.legendHealth}
      </span>
      <span>
        <i class="person-dot" /> {w.legendPerson}
      </span>
      <span>
        <i class="person-dot old" /> {w.legendOld}
      </span>
    </div>
  );
}

/** For a screen reader: a new P1 interrupts, nothing else does. */
function Announcements() {
  const alert = useRef<HTMLDivElement>(null);
  const known = useRef<Set<string> | undefined>(undefined);
  useSignalEffect(() => {
    const urgent = [...picture.value.incidents.values()].filter((one) => one.state === 'open' && one.priority === 1);
    const fresh = urgent.filter(({ id }) => known.current?.has(id) === false);
    known.current = new Set([...(known.current ?? []), ...urgent.map(({ id }) => id)]);
    const w = words.value;
    if (alert.current && fresh.length > 0)
      alert.current.textContent = fresh.map((one) => w.newP1(personOf(one, w), placeOf(one.place, w))).join('；');
  });
  return <div class="unseen" role="alert" ref={alert} />;
}

function Help() {
  const { keys, keysTitle, cancel } = words.value;
  const rows: [string, string][] = [
    ['J / K', keys.row],
    ['A', keys.acknowledge],
    ['D', keys.assign],
    ['N', keys.note],
    ['M', keys.sound],
    ['F', keys.map],
    ['?', keys.help],
  ];
  return (
    <section class="help" aria-label={keysTitle}>
      <h2>{keysTitle}</h2>
      <dl>
        {rows.map(([key, says]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={`${key}-says`}>{says}</dd>,
        ])}
      </dl>
      <button
        type="button"
        onClick={() => {
          helpShown.value = false;
        }}
      >
        {cancel}
      </button>
    </section>
  );
}
