// That the link is lost, full-width, because a stale screen looks like a live one; and what changed meanwhile.
import '../look/banner.css';
import './LinkBanner.css';
import { Button } from '../look/Button.tsx';
import { clockOf } from '../look/time.ts';
import { words } from '../words/words.ts';
import { linkState, lookedAt, now, picture, silentSeconds } from './page.ts';

export function LinkBanner() {
  const w = words.value;
  const { missed } = picture.value;
  if (linkState.value === 'lost')
    return (
      <div class="banner lost" role="alert">
        {w.lost(clockOf(now.value - silentSeconds.value * 1000))}
        <small>{w.lostSays}</small>
      </div>
    );
  if (linkState.value === 'late') return <div class="banner late">{w.late(silentSeconds.value)}</div>;
  if (missed > 0) return <Button class="banner missed" does={lookedAt} says={w.missed(missed)} />;
  return null;
}
