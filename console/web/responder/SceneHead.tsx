import './SceneHead.css';
import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import { now } from '../live/page.ts';
import { elapsed } from '../look/time.ts';
import { words } from './language.ts';
import { shortPlace } from './places.ts';
import { Sign } from './Sign.tsx';

/** With whom one is, and how long. */
export function SceneHead({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const { place, persons, priority } = leg;
  const [since] = useState(now.value);
  return (
    <header class={`scene-head p${priority}`}>
      <Sign priority={priority} />
      <p>
        <b>{persons.map(({ name, age }) => `${name} ${w.age(age)}`).join('、') || w.unknownPerson}</b>
        {shortPlace(place)}
      </p>
      <time>{w.there(elapsed(now.value - since))}</time>
    </header>
  );
}
