// Nobody has called: the button, whether it works, what is rarely touched.
import './Calm.css';
import { linkState, now } from '../live/page.ts';
import { Button } from '../look/Button.tsx';
import { language, switchLanguage, words } from './language.ts';
import { spokenTime } from './spokenTime.ts';
import { type Touch, tested } from './state.ts';

/** So long a page that was just opened may take to connect before it says that it cannot. */
const patienceMs = 6_000;

export function Calm({ touch }: { touch: Touch }) {
  const w = words.value;
  const away = linkState.value === 'lost' || (linkState.value === 'connecting' && performance.now() > patienceMs);
  const says = {
    no: away ? w.offline : linkState.value === 'connecting' ? w.connecting : w.well,
    trying: w.testing,
    well: w.tested,
    failed: w.testFailed,
  }[tested.value];
  return (
    <>
      <time>{spokenTime(now.value, language.value)}</time>
      <button class="press" type="button" onClick={touch('sos')}>
        {w.help}
        <small>{w.pressOnce}</small>
      </button>
      <p class={away || tested.value === 'failed' ? 'well bad' : 'well'} role="status">
        {says}
        {away && <small>{w.offlineSays}</small>}
      </p>
      <div class="rarely">
        <Button class="quiet" does={touch('test')} off={tested.value === 'trying'} says={w.test} />
        <button class="quiet" type="button" lang={language.value === 'zh' ? 'en' : 'zh-CN'} onClick={switchLanguage}>
          {w.language}
        </button>
      </div>
    </>
  );
}
