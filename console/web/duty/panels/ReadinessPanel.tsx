// Who could not be helped now, why, by grid and courtyard; and the roster's gaps of the next 14 days.
import './ReadinessPanel.css';
import { useState } from 'preact/hooks';
import type { RosterGap } from '../../../../contracts/office/responders.ts';
import { useRead } from '../../live/useRead.ts';
import { Panel } from '../../look/Panel.tsx';
import { words } from '../../words/words.ts';
import { closePanel } from '../actions.ts';
import { district, readiness } from '../district.ts';
import { Courtyard } from './Courtyard.tsx';
import { Gaps } from './Gaps.tsx';

export function ReadinessPanel() {
  const w = words.value;
  const gaps = useRead<{ gaps: RosterGap[] }>('/api/v1/roster/gaps').value?.gaps;
  const [tab, setTab] = useState<'homes' | 'gaps'>('homes');
  const homes = (readiness.value?.homes ?? []).filter(({ state }) => state !== 'ready');
  const grids = (district.value?.grids ?? []).map((grid) => {
    const parts = (district.value?.courtyards ?? [])
      .filter((one) => one.grid === grid.id)
      .map((yard) => ({ yard, homes: homes.filter((home) => home.courtyard === yard.id) }))
      .filter((one) => one.homes.length > 0);
    return { grid, parts, count: parts.reduce((sum, one) => sum + one.homes.length, 0) };
  });
  const button = (which: typeof tab, says: string) => (
    <button type="button" role="tab" aria-selected={tab === which} onClick={() => setTab(which)}>
      {says}
    </button>
  );
  const tabs = (
    <div class="tabs" role="tablist">
      {button('homes', w.homesNow(homes.length))}
      {button('gaps', w.gaps(gaps?.length))}
    </div>
  );
  return (
    <Panel title={w.readinessTitle} close={closePanel} tabs={tabs}>
      {tab === 'gaps' && <Gaps gaps={gaps} />}
      {tab === 'homes' && homes.length === 0 && <p class="says">{w.allReady}</p>}
      {tab === 'homes' &&
        grids
          .filter(({ count }) => count > 0)
          .map(({ grid, parts, count }) => (
            <details key={grid.id} open={parts.some((one) => one.homes.some(({ state }) => state === 'not_covered'))}>
              <summary>
                {grid.name} <b>{count}</b>
              </summary>
              {parts.map(({ yard, homes: here }) => (
                <Courtyard key={yard.id} name={yard.name} position={yard.position} homes={here} />
              ))}
            </details>
          ))}
    </Panel>
  );
}
