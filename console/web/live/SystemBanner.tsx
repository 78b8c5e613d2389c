import '../look/banner.css';
import { words } from '../words/words.ts';
import { inWords } from './inWords.ts';
import { actionsDisabled, system } from './page.ts';

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
