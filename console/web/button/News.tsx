// What became of the call, in one picture and one sentence.
import './News.css';
import type { ComponentType } from 'preact';
import type { DeviceState } from '../../../contracts/incident/messages.ts';
import { Check } from './Check.tsx';
import { Coming } from './Coming.tsx';
import { Door } from './Door.tsx';
import { words } from './language.ts';
import { late, sending, told } from './state.ts';

export function News() {
  const w = words.value;
  if (sending.value)
    return late() ? <Said says={w.notSent} more={w.notSentSays} /> : <Said says={w.sending} more={w.sendingSays} />;
  return told.value ? <Told state={told.value} /> : null;
}

function Told({ state }: { state: DeviceState }) {
  const w = words.value;
  const who = state.who ?? w.someone;
  switch (state.step ?? state.state) {
    case 'coming':
      return <Coming says={w.coming(who)} etaSeconds={state.etaSeconds} />;
    case 'delayed':
      return <Coming says={w.delayed(who)} etaSeconds={state.etaSeconds} />;
    case 'neighbour_first':
      return <Said says={w.neighbour_first(who)} more={w.neighbour_firstSays} />;
    case 'left':
      return <Said picture={Check} says={w.left} more={w.leftSays} />;
    case 'arrived':
      return <Said picture={Door} says={w.arrived(who)} more={w.arrivedSays} />;
    case 'asking_more':
      return <Said says={w.asking_more} more={w.asking_moreSays} />;
    case 'cancel_check':
      return <Said says={w.cancel_check} more={w.cancel_checkSays} />;
    case 'closed':
      return <Said picture={Check} says={w.closed} more={w.closedSays} />;
    default:
      return <Said picture={Check} says={w.received} more={w.receivedSays} />;
  }
}

function Said({ picture: Picture, says, more }: { picture?: ComponentType; says: string; more: string }) {
  return (
    <>
      {Picture && <Picture />}
      <h1>{says}</h1>
      <p>{more}</p>
    </>
  );
}
