// How the system itself is: a light that says when the last canary came back and how many alarms stand, and a banner for what
// may cost a press. While the link is lost nothing is known, and nothing is said.
import type { AlarmView } from '../../../contracts/system/views.ts';
import { clockOf } from '../look/time.ts';
import { language } from '../words/language.ts';
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

/** What may cost a press: over everything, with what to do. */
export function SystemBanner() {
  const w = words.value;
  const state = system.value;
  if (!state || actionsDisabled.value) return null;
  if (state.store === 'away')
    return (
      <div class="banner lost" role="alert" data-alarm="store_away">
        {w.storeAway}
        <small>{w.storeAwaySays}</small>
      </div>
    );
  const severe = state.alarms.filter((alarm) => alarm.severe);
  const [first] = severe;
  if (!first) return null;
  const { says, remedy } = inWords(first);
  return (
    <div class="banner late" role="alert" data-alarm={first.code}>
      {says}
      {severe.length > 1 && <b>{w.moreAlarms(severe.length - 1)}</b>}
      <small>{remedy}</small>
    </div>
  );
}

/** In the language of the page. */
export const inWords = (alarm: Pick<AlarmView, 'zh' | 'en'>): AlarmView['zh'] => alarm[language.value];
