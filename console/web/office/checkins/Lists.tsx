// The lists of heat, cold and by hand: whether each is on, by what, and how many of it were reached today.
import type { CheckInListView, ListOrder } from '../../../../contracts/device/checkInViews.ts';
import { momentOf } from '../../look/time.ts';
import { boundTo } from '../district.ts';
import { Link } from '../Link.tsx';
import { checkInWords } from './words.ts';

type Props = { lists: readonly CheckInListView[]; order: (body: ListOrder) => Promise<void> };

export function Lists({ lists, order }: Props) {
  const c = checkInWords.value;
  return (
    <section class="lists" aria-label={c.listsTitle}>
      {lists.map((list) => (
        <article key={list.list} class={list.on ? 'on' : ''}>
          <b>{c.lists[list.list]}</b>
          <span class="state">{list.on ? c.on : c.off}</span>
          <Link to={{ page: 'checkins', list: list.list }}>{c.people(list.people, list.reached, list.on)}</Link>
          <small>{becauseOf(list)}</small>
          {boundTo.value === undefined && (
            <button class="button" type="button" onClick={() => void order({ list: list.list, on: !list.on })}>
              {list.on ? c.switchOff : c.switchOn}
            </button>
          )}
        </article>
      ))}
    </section>
  );
}

function becauseOf({ at, byHand, warning, from, until }: CheckInListView): string {
  const c = checkInWords.value;
  if (at === undefined) return '';
  const said = byHand || !warning ? c.byHand : c.byWarning(warning.event, c.levels[warning.level]);
  const later = from !== undefined && Date.parse(from) > Date.now() ? c.from(momentOf(Date.parse(from))) : '';
  return [said, byHand ? '' : later, until === undefined ? '' : c.until(momentOf(Date.parse(until)))]
    .filter(Boolean)
    .join(' · ');
}
