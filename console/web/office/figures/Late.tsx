import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import { dateOf, elapsed, minuteOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { nothingAsked } from '../address.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';

/** What was not acknowledged in time, with its reason: each leads to its story. */
export function Late({ late }: Pick<FiguresAnswer, 'late'>) {
  const w = words.value;
  const o = ownWords.value;
  const { columns } = o;
  return (
    <section class="counts late">
      <h2>{o.late}</h2>
      {late.length === 0 ? (
        <p class="says">{o.lateNone}</p>
      ) : (
        <table>
          <caption class="unseen">{o.late}</caption>
          <thead>
            <tr>
              {[columns.number, columns.opened, columns.call, columns.acknowledged, o.reason].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {late.map(({ id, number, openedAt, call, seconds, reason }) => {
              const at = Date.parse(openedAt);
              return (
                <tr key={id}>
                  <td>
                    <Link to={{ ...nothingAsked, q: `#${number}`, incident: id }}>{w.number(number)}</Link>
                  </td>
                  <td>
                    {dateOf(at)} {minuteOf(at)}
                  </td>
                  <td>{w.kinds[call]}</td>
                  <td>{seconds === undefined ? o.notAcknowledged : elapsed(seconds * 1_000)}</td>
                  <td class="reason">{reason ?? o.reasonOwed}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
