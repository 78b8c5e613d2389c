import '../../look/TopBar.css';
import './WhoIsOn.css';
import { picture } from '../../live/page.ts';
import { words } from '../../words/words.ts';
import { togglePanel } from '../actions.ts';
import { nightDeskHolders } from '../panels/nightDesk.ts';
import { locked, panel } from '../state.ts';

/** The officer, how many coordinators, whether the health desk is staffed. */
export function WhoIsOn() {
  const w = words.value;
  const { me, responders } = picture.value;
  const coordinators = [...responders.values()].filter(({ role }) => role === 'grid_coordinator');
  const onDuty = coordinators.filter((one) => one.onDuty).length;
  const desk = [...responders.values()].find(({ role, connected }) => role === 'health_desk' && connected);
  return (
    <>
      <button
        class="cell who-is-on"
        type="button"
        title={w.sessions.own}
        disabled={locked.value}
        aria-expanded={panel.value === 'sessions'}
        onClick={() => togglePanel('sessions')}
      >
        {nightDeskHolders.value.length === 0 && w.onDuty} <b>{me?.name}</b>
      </button>
      <div class="cell wide">
        {w.coordinatorsOnDuty} <b>{onDuty}</b> / {coordinators.length}
      </div>
      <div class="cell wide">
        {w.health} <b>{desk ? w.staffed : w.unstaffed}</b>
      </div>
    </>
  );
}
