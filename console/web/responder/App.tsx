// The responder's phone: one thing at a time. What rings comes first, then the leg that is on, else the own duty.
import { useState } from 'preact/hooks';
import { cannotKeep } from '../live/memory.ts';
import { signedOut } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { OwnSignIn } from '../sign-in/OwnSignIn.tsx';
import { SignIn } from '../sign-in/SignIn.tsx';
import { Active } from './Active.tsx';
import { Conflicts } from './Conflicts.tsx';
import { Home } from './Home.tsx';
import { words } from './language.ts';
import { Net } from './Net.tsx';
import { Offer } from './Offer.tsx';
import { Others } from './Others.tsx';
import { watchPosition } from './position.ts';
import { ringer, switchOnRinger } from './ring.ts';
import { StandDown } from './StandDown.tsx';
import { current, demo, keyOf, legs } from './state.ts';
import { Undo } from './Undo.tsx';

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
        <Button class="ringer-off" does={begin} says={w.soundOff} />
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
      return <StandDown leg={leg} />;
  }
}
