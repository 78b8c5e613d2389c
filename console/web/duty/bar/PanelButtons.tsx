import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';
import { openPanel, togglePanel } from '../actions.ts';
import { dueToday } from '../panels/aftercare.ts';
import { reasonsOwed } from '../panels/reasons.ts';
import { mayOrder, type PanelName, panel } from '../state.ts';

/** What a locked console does not open. */
export function PanelButtons() {
  const w = words.value;
  const owing = reasonsOwed.value.length;
  const button = (which: PanelName, says: string, due = 0, wide = false) => (
    <button
      class={wide ? 'icon wide' : 'icon'}
      type="button"
      aria-expanded={panel.value === which}
      onClick={() => togglePanel(which)}
    >
      {says}
      {due > 0 && <b>{due}</b>}
    </button>
  );
  return (
    <>
      {button('aftercare', w.visits.title, dueToday.value, dueToday.value === 0)}
      {owing > 0 && button('reasons', w.owedReasons.title, owing)}
      {button('nightDesk', w.nightDesk.title)}
      {button('history', w.history)}
      {mayOrder.value && <Button class="icon" does={() => openPanel('handover')} says={w.handover} />}
    </>
  );
}
