// One incident of the list: all of the row opens its story.
import type { HistoryRow } from '../../../../contracts/office/history.ts';
import { Severity } from '../../look/Severity.tsx';
import { dateOf, elapsed, minuteOf } from '../../look/time.ts';
import { nameOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';
import type { AskedHistory } from '../address.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';

export function Row(props: {
  row: HistoryRow;
  asked: AskedHistory;
  /** the one that Tab comes to */
  marked: boolean;
  mark: () => void;
}) {
  const { row, asked, marked, mark } = props;
  const w = words.value;
  const o = ownWords.value;
  const { id, number, call, priority, openedAt, place, residents, came, found, presses } = row;
  const opened = Date.parse(openedAt);
  return (
    <tr data-incident={id} {...(id === asked.incident && { class: 'open' })}>
      <td class="c-number">
        <Link
          to={{ ...asked, incident: id }}
          aria-label={w.number(number)}
          aria-current={id === asked.incident}
          tabIndex={marked ? 0 : -1}
          onFocus={mark}
        >
          {number}
        </Link>
      </td>
      <td class="c-opened">
        <time dateTime={openedAt}>
          {dateOf(opened)} {minuteOf(opened)}
        </time>
      </td>
      <td class="c-call">
        <span class="call">
          <Severity priority={priority} size={22} />
          <span>
            {w.kinds[call]}
            {presses > 1 && <small>{o.presses(presses)}</small>}
          </span>
        </span>
      </td>
      <td class="c-where">
        {placeOf(place, w)}
        <small>{place.grid?.name}</small>
        {found !== undefined && <q>{found}</q>}
      </td>
      <td class="c-lives">{namesOf(residents) || w.unknownPerson}</td>
      <td class="c-acknowledged figure">{after(opened, row.acknowledgedAt) ?? o.none}</td>
      <td class="c-onScene figure">{after(opened, row.onSceneAt) ?? o.none}</td>
      <td class="c-came">{namesOf(came.map((one) => ({ name: nameOf(one.name) }))) || o.none}</td>
      <td class="c-ended">{endOf(row)}</td>
    </tr>
  );
}

const namesOf = (named: readonly { name: string }[]): string => named.map(({ name }) => name).join(words.value.and);

const after = (opened: number, instant: string | undefined): string | undefined =>
  instant === undefined ? undefined : elapsed(Date.parse(instant) - opened);

function endOf({ state, disposition }: HistoryRow): string {
  return state === 'closed' && disposition !== undefined
    ? words.value.dispositions[disposition]
    : ownWords.value.states[state];
}
