import '../../look/banner.css';
import './NightDeskBanner.css';
import { words } from '../../words/words.ts';
import { nightDeskHolders, nightDeskSays } from '../panels/nightDesk.ts';

/** Stands until it ends or is taken back, so that nobody in the hall believes to be on duty. */
export function NightDeskBanner() {
  const w = words.value;
  const holders = nightDeskHolders.value;
  if (holders.length === 0) return null;
  return (
    <div class="banner night-desk" role="status">
      <b>{nightDeskSays(holders, w)}</b> {w.nightDesk.isSays}
    </div>
  );
}
