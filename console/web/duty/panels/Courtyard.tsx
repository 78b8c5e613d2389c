import './Courtyard.css';
import type { Readiness } from '../../../../contracts/office/readiness.ts';
import { words } from '../../words/words.ts';
import { seek } from '../actions.ts';
import { Dot } from '../map/Dot.tsx';

type Home = Readiness['homes'][number];

/** How many homes of a courtyard could not be helped, and why; a click shows it on the map. */
export function Courtyard(props: { name: string; position: Home['position']; homes: readonly Home[] }) {
  const w = words.value;
  const { name, position, homes } = props;
  const reasons = new Map<string, number>();
  for (const home of homes) for (const one of home.reasons) reasons.set(one, (reasons.get(one) ?? 0) + 1);
  const open = homes.filter(({ state }) => state === 'not_covered').length;
  return (
    <button class="yard" type="button" onClick={() => seek(position, name)}>
      <b>{name}</b>
      <span>
        {open > 0 && (
          <em>
            <Dot of="not_covered" /> {open}
          </em>
        )}
        {homes.length > open && (
          <em>
            <Dot of="at_risk" /> {homes.length - open}
          </em>
        )}
      </span>
      <small>{[...reasons].map(([one, n]) => `${w.reasons[one] ?? one} ${n}`).join('，')}</small>
    </button>
  );
}
