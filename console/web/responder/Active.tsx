// On the way and at the door: how to get in, what the doctor says, what is needed, what was found.
import './Active.css';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { clockOf } from '../look/time.ts';
import { Foot } from './Foot.tsx';
import { words } from './language.ts';
import { later } from './later.ts';
import { People } from './People.tsx';
import { SceneHead } from './SceneHead.tsx';
import { WayHead } from './WayHead.tsx';
import { WayIn } from './WayIn.tsx';

export function Active({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const there = leg.state === 'on_scene';
  const desk = leg.purpose !== 'comes' && leg.purpose !== 'bridge' && !there;
  const why = leg.because === undefined || overtaken.includes(leg.because) ? undefined : w.becauses[leg.because];
  return (
    <main class={there ? 'scene' : 'way'}>
      {there ? <SceneHead leg={leg} /> : <WayHead leg={leg} />}
      <div class="scroll">
        {leg.advice.map(({ at, by, text }) => (
          <p class="doc" key={at}>
            <small>
              {by} {clockOf(Date.parse(at))}
            </small>
            {text}
          </p>
        ))}
        {why !== undefined && (
          <p class="note">
            <strong>{why}</strong>
          </p>
        )}
        {!there && !desk && later.value && <later.value.WayMap leg={leg} />}
        <WayIn leg={leg} />
        {!there && <People leg={leg} />}
        {leg.others.length > 0 && (
          <p class="note">{leg.others.map(({ name, state }) => w.others(name, w.otherStates[state] ?? '')).join('')}</p>
        )}
        {there && later.value && <later.value.Glass leg={leg} />}
        {there && later.value && <later.value.Findings leg={leg} />}
      </div>
      <Foot leg={leg} desk={desk} />
    </main>
  );
}

/** What need not be said any more: the advice stands above, and whoever is on the way has answered. */
const overtaken: readonly string[] = ['advised', 'no_answer', 'nobody_answered'];
