// Where one can go from here. Whoever looks back still sees that a call waits: this page rings nowhere, the duty console does.
import { computed } from '@preact/signals';
import { picture } from '../../live/page.ts';
import { nothingAsked, nothingListed, nothingLooked } from '../address.ts';
import { asked } from '../asked.ts';
import { accessAllowed, boundTo, changeAllowed, district } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';

const unacknowledged = computed(() => {
  const waiting = [...picture.value.incidents.values()].filter((one) => one.state === 'open' && !one.acknowledged);
  return { n: waiting.length, priority: Math.min(3, ...waiting.map(({ priority }) => priority)) };
});

/** A sample, or a community in which nobody could be helped yet. */
const toBegin = computed(() => {
  const { district: of, homes = [] } = district.value ?? {};
  return of !== undefined && (of.demo || homes.length === 0);
});

export function Pages() {
  const o = ownWords.value;
  const { n, priority } = unacknowledged.value;
  const at = asked.value.page;
  const bound = boundTo.value !== undefined;
  return (
    <nav class="pages" aria-label={o.nav}>
      {!bound && (
        <a href="/">
          {o.duty}
          {n > 0 && <b class={`tag fill${priority}`}>{o.waiting(n)}</b>}
        </a>
      )}
      <Link to={nothingAsked} aria-current={at === 'history' && 'page'}>
        {o.pages.history}
      </Link>
      <Link to={{ page: 'figures' }} aria-current={at === 'figures' && 'page'}>
        {o.pages.figures}
      </Link>
      <Link to={nothingListed} aria-current={at === 'registry' && 'page'}>
        {o.pages.registry}
      </Link>
      <Link to={{ page: 'map' }} aria-current={at === 'map' && 'page'}>
        {o.pages.map}
      </Link>
      <Link to={{ page: 'rosters' }} aria-current={at === 'rosters' && 'page'}>
        {o.pages.rosters}
      </Link>
      <Link to={{ page: 'readiness' }} aria-current={at === 'readiness' && 'page'}>
        {o.pages.readiness}
      </Link>
      <Link to={{ page: 'checkins' }} aria-current={at === 'checkins' && 'page'}>
        {o.pages.checkins}
      </Link>
      {!bound && (
        <Link to={{ page: 'policy' }} aria-current={at === 'policy' && 'page'}>
          {o.pages.policy}
        </Link>
      )}
      <Link to={{ page: 'keys' }} aria-current={at === 'keys' && 'page'}>
        {o.pages.keys}
      </Link>
      {!bound && (
        <Link to={{ page: 'cards' }} aria-current={at === 'cards' && 'page'}>
          {o.pages.cards}
        </Link>
      )}
      {!bound && (
        <Link to={{ page: 'sources' }} aria-current={at === 'sources' && 'page'}>
          {o.pages.sources}
        </Link>
      )}
      {accessAllowed.value && !bound && (
        <Link to={nothingLooked} aria-current={at === 'access' && 'page'}>
          {o.pages.access}
        </Link>
      )}
      {(at === 'start' || (toBegin.value && changeAllowed.value && !bound)) && (
        <Link to={{ page: 'start' }} aria-current={at === 'start' && 'page'}>
          {o.pages.start}
        </Link>
      )}
    </nav>
  );
}
