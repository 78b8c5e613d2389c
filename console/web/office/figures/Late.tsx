import { useState } from 'preact/hooks';
import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import { ReasonForm } from '../../live/ReasonForm.tsx';
import { dateOf, elapsed, minuteOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { nothingAsked } from '../address.ts';
import { orderAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { reportWords } from './words.ts';

/** What was not acknowledged in time, with its reason: each leads to its story. */
export function Late({ late, owed }: Pick<FiguresAnswer, 'late' | 'owed'>) {
  const [given, setGiven] = useState<ReadonlySet<string>>(new Set());
  const r = reportWords.value;
  const w = words.value;
  const o = ownWords.value;
  const { columns } = o;
  return (
    <section class="counts late">
      <h2>
        {o.late} {owed - given.size > 0 && <small>{r.owed(owed - given.size)}</small>}
      </h2>
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
            {late.map(({ id, number, openedAt, call, seconds, reason, ...one }) => {
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
                  <td class="reason">
                    {reason ?? (one.given || given.has(id) ? r.reasonErased : o.reasonOwed)}
                    {!one.given && !given.has(id) && orderAllowed.value && (
                      <div class="on-screen">
                        <ReasonForm incident={id} done={() => setGiven(new Set([...given, id]))} />
                      </div>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
