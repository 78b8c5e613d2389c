import './Figures.css';
import type { WallView } from '../../../contracts/incident/views.ts';
import { Figure } from './Figure.tsx';
import { words } from './language.ts';

/** Six figures, which name nobody. */
export function Figures({ view }: { view: WallView }) {
  const w = words.value;
  const { grids, coordinators, covered, month } = view;
  const sum = (key: 'fresh' | 'active' | 'verify'): number => grids.reduce((total, one) => total + one[key], 0);
  const { medianSeconds } = month;
  const fresh = sum('fresh');
  const active = sum('active') + sum('verify');
  return (
    <dl>
      <Figure says={w.fresh} class_={fresh > 0 ? 'p1' : ''} value={String(fresh)} />
      <Figure says={w.active} class_={active > 0 ? 'go' : ''} value={String(active)} />
      <Figure says={w.coordinators} value={String(coordinators.onDuty)} small={`/ ${coordinators.of}`} />
      <Figure
        says={w.covered}
        value={covered && covered.homes > 0 ? String(Math.floor((covered.reachable / covered.homes) * 100)) : w.none}
        small="%"
      />
      <Figure
        says={w.median}
        value={
          medianSeconds === undefined
            ? w.none
            : `${Math.floor(medianSeconds / 60)}:${String(medianSeconds % 60).padStart(2, '0')}`
        }
      />
      <Figure says={w.calls(month.reached)} value={String(month.calls)} />
    </dl>
  );
}
