// How the system itself is: a light that says when the last canary came back and how many alarms stand. While the link is lost
// nothing is known, and nothing is said.
import '../look/TopBar.css';
import './SystemLight.css';
import { clockOf } from '../look/time.ts';
import { words } from '../words/words.ts';
import { actionsDisabled, system } from './page.ts';

/** Opens what stands and what has been. */
export function SystemLight({ open, expanded }: { open: () => void; expanded: boolean }) {
  const w = words.value;
  const state = system.value;
  if (!state || actionsDisabled.value) return null;
  const { alarms, canary, store } = state;
  const well = alarms.length === 0 && store === 'here' && canary?.back !== false;
  return (
    <button
      class={`cell system ${well ? 'well' : 'ill'}`}
      type="button"
      aria-expanded={expanded}
      data-system={well ? 'well' : 'ill'}
      onClick={open}
    >
      <i class="lamp" />
      <b>{well ? w.systemWell : w.systemAlarms(alarms.length)}</b>
      {canary?.ms !== undefined && <span>{w.canaryBack(clockOf(Date.parse(canary.at)), canary.ms)}</span>}
      {canary?.back === false && <span>{w.canaryMissed(clockOf(Date.parse(canary.at)))}</span>}
    </button>
  );
}
