// Where one can go from here. Whoever looks back still sees that a call waits: this page rings nowhere, the duty console does.
import { computed } from '@preact/signals';
import { picture } from '../../live/page.ts';
import { nothingAsked, nothingListed } from '../address.ts';
import { asked } from '../asked.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';

const unacknowledged = computed(() => {
  const waiting = [...picture.value.incidents.values()].filter((one) => one.state === 'open' && !one.acknowledged);
  return { n: waiting.length, priority: Math.min(3, ...waiting.map(({ priority }) => priority)) };
});

export function Pages() {
  const o = ownWords.value;
  const { n, priority } = unacknowledged.value;
  const at = asked.value.page;
  return (
    <nav class="pages" aria-label={o.nav}>
      <a href="/">
        {o.duty}
        {n > 0 && <b class={`tag fill${priority}`}>{o.waiting(n)}</b>}
      </a>
      <Link to={nothingAsked} aria-current={at === 'history' && 'page'}>
        {o.pages.history}
      </Link>
      <Link to={{ page: 'figures' }} aria-current={at === 'figures' && 'page'}>
        {o.pages.figures}
      </Link>
      <Link to={nothingListed} aria-current={at === 'registry' && 'page'}>
        {o.pages.registry}
      </Link>
      <Link to={{ page: 'readiness' }} aria-current={at === 'readiness' && 'page'}>
        {o.pages.readiness}
      </Link>
    </nav>
  );
}
