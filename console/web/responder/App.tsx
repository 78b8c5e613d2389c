// The responder's phone: one thing at a time. What rings comes first, then the leg that is on, else the own duty.
import { useState } from 'preact/hooks';
import { cannotKeep } from '../live/memory.ts';
import { linkState, now, signedOut, silentSeconds } from '../live/page.ts';
import { clockOf } from '../look/time.ts';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Active } from './Active.tsx';
import { Home } from './Home.tsx';
import { words } from './language.ts';
import { Offer } from './Offer.tsx';
import { answer, conflicts, dismiss, waiting } from './outbox.ts';
import { watchPosition } from './position.ts';
import { ringer, switchOnRinger } from './ring.ts';
import { chosen, current, demo, keyOf, legs, takeBackFinished, undoable } from './state.ts';

export function App() {
  const w = words.value;
  const [begun, setBegun] = useState(false);
  if (signedOut.value) return <SignIn title={w.title} />;
  const begin = (): void => {
    void switchOnRinger();
    watchPosition();
    setBegun(true);
  };
  return (
    <div class="phone">
      {demo.value && <div class="demo">{w.demo}</div>}
      <OwnSignIn />
      <Net />
      {cannotKeep.value && (
        <div class="net" role="status" data-cannot-keep>
          {w.cannotKeep}
        </div>
      )}
      {(!begun || ringer.value === 'off') && (legs.value.length > 0 || begun) && (
        <button class="ringer-off" type="button" onClick={begin}>
          {w.soundOff}
        </button>
      )}
      <Conflicts />
      <Undo />
      <Others />
      <Screen begun={begun} begin={begin} />
    </div>
  );
}

function Screen({ begun, begin }: { begun: boolean; begin: () => void }) {
  const leg = current.value;
  if (!leg) return <Home begun={begun} begin={begin} />;
  switch (leg.kind) {
    case 'offer':
      return <Offer key={keyOf(leg)} leg={leg} />;
    case 'active':
      return <Active key={keyOf(leg)} leg={leg} />;
    case 'stand_down':
      return <StandDown />;
  }
}

/** How the signal is, and what waits for it. */
function Net() {
  const w = words.value;
  const state = linkState.value;
  const n = waiting.value.length;
  const says =
    state === 'lost'
      ? w.lost(clockOf(now.value - silentSeconds.value * 1000))
      : state === 'late'
        ? w.late(silentSeconds.value)
        : '';
  if (says === '' && n === 0) return null;
  return (
    <div class={`net ${state}`} role="status" data-waiting={n}>
      {says} {n > 0 && w.waiting(n)}
    </div>
  );
}

/** What did not take effect, and why. */
function Conflicts() {
  const w = words.value;
  return (
    <>
      {conflicts.value.map(({ id, reply, code }) => (
        <div class="conflict" role="alert" key={id}>
          <p>
            <b>{w.conflict(w.replies[reply] ?? reply)}</b> {w.conflicts[code ?? ''] ?? w.conflictOther}
          </p>
          <button type="button" onClick={() => dismiss(id)}>
            {w.understood}
          </button>
        </div>
      ))}
    </>
  );
}

/** A slip of the thumb at the end. */
function Undo() {
  const one = undoable.value;
  if (!one) return null;
  return (
    <button class="ringer-off" type="button" onClick={() => takeBackFinished(one)}>
      {words.value.undo(Math.ceil((one.until - now.value) / 1000))}
    </button>
  );
}

/** Several at once: the others are one touch away. */
function Others() {
  const w = words.value;
  const all = legs.value;
  if (all.length < 2) return null;
  const shown = current.value && keyOf(current.value);
  return (
    <nav class="others" aria-label={w.more(all.length - 1)}>
      {all.map((leg) => (
        <button
          key={keyOf(leg)}
          type="button"
          class={`p${leg.priority} ${leg.kind}`}
          aria-current={keyOf(leg) === shown}
          onClick={() => {
            chosen.value = keyOf(leg);
          }}
        >
          {leg.kind === 'stand_down' ? w.standDown : (leg.place.courtyard?.name ?? w.calls[leg.call])}
        </button>
      ))}
    </nav>
  );
}

/** Nobody goes in vain: confirmed by the person, and chased until they have. */
function StandDown() {
  const w = words.value;
  const leg = current.value;
  if (!leg) return null;
  const { incident, leg: id, delivery, because = '' } = leg;
  return (
    <main class="stand-down">
      <h1>{w.standDown}</h1>
      <p>{leg.place.courtyard?.name}</p>
      <p>
        {w.standDownWhy[because] ?? ''} {w.thanks}
      </p>
      <div class="space" />
      <button class="yes calm" type="button" onClick={() => answer({ incident, leg: id, delivery, reply: 'receipt' })}>
        {w.understood}
      </button>
    </main>
  );
}
