// A resident a row: how they stand today, and what came of a call to them.
import { useState } from 'preact/hooks';
import type { TickOutcome } from '../../../../contracts/device/checkIns.ts';
import type { CheckInPhone, CheckInRow } from '../../../../contracts/device/checkInViews.ts';
import { call } from '../../live/api.ts';
import { minuteOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { checkInWords } from './words.ts';

const outcomes = ['reached', 'not_reached', 'somebody_goes'] satisfies TickOutcome[];

type Order = (what: 'ticks' | 'lists', body: object) => Promise<void>;

export function Rows({ rows, order }: { rows: readonly CheckInRow[]; order: Order }) {
  const c = checkInWords.value;
  if (rows.length === 0) return <p role="status">{c.nobody}</p>;
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{c.columns.who}</th>
          <th scope="col">{c.columns.state}</th>
          <th scope="col">{c.columns.list}</th>
          <th scope="col">{c.columns.tick}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.id} row={row} order={order} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ row, order }: { row: CheckInRow; order: Order }) {
  const c = checkInWords.value;
  return (
    <tr class={row.mustAsk ? 'must' : ''}>
      <td>
        <b>{row.name}</b> <small>{row.home}</small>
      </td>
      <td class="c-state">
        <span class={`tag s-${row.state ?? 'none'}`}>{c.stateOf(row) || c.noAgreement}</span> {saysOf(row)}
        {row.mustAsk && <strong>{c.mustAsk}</strong>}
      </td>
      <td class="c-lists">
        {row.lists.map((list) => (
          <span key={list} class="tag">
            {c.lists[list]}
            <button
              type="button"
              aria-label={c.takeOff(list)}
              title={c.takeOff(list)}
              onClick={() => void order('lists', { list, remove: row.id })}
            >
              ×
            </button>
          </span>
        ))}
        {!row.lists.includes('hand') && (
          <button class="button small" type="button" onClick={() => void order('lists', { list: 'hand', add: row.id })}>
            {c.putOn}
          </button>
        )}
      </td>
      <td class="act">
        {row.tick && (
          <span class="said">{c.ticked(row.tick.outcome, minuteOf(Date.parse(row.tick.at)), row.tick.by)}</span>
        )}
        {row.callable && <Phone resident={row.id} />}
        {outcomes.map((outcome) => (
          <button
            key={outcome}
            class="button small"
            type="button"
            aria-pressed={row.tick?.outcome === outcome}
            onClick={() => void order('ticks', { resident: row.id, outcome })}
          >
            {c.outcomes[outcome]}
          </button>
        ))}
      </td>
    </tr>
  );
}

/** Asked for by a tap: whoever saw it is written down. */
function Phone({ resident }: { resident: string }) {
  const [said, setSaid] = useState('');
  async function ask(): Promise<void> {
    const answer = await call<CheckInPhone>('/api/v1/office/check-ins/phone', { resident });
    setSaid(answer.ok ? answer.value.phone : answer.message || words.value.notSent);
  }
  if (said !== '') return <a href={`tel:${said}`}>{said}</a>;
  return (
    <button class="button small" type="button" onClick={() => void ask()}>
      {checkInWords.value.phone}
    </button>
  );
}

/** What there is to say beside the state. */
function saysOf({ state, due, seenAt, by, why, since }: CheckInRow): string {
  const c = checkInWords.value;
  const clock = (at: string | undefined): string => (at === undefined ? '' : minuteOf(Date.parse(at)));
  if (state === 'seen' && seenAt !== undefined) return c.seenAt(clock(seenAt), by ? c.seenBy[by] : '');
  if (state === 'missed' && seenAt !== undefined) return c.lateSign(clock(seenAt));
  if (state === 'away') return '';
  const reason = why === undefined ? '' : c.because[why];
  if (state === 'asked' || state === 'missed') return [c.dueBy(clock(due)), c.since(clock(since))].join(' · ');
  return [due === undefined || why === 'locked' ? '' : c.dueBy(clock(due)), reason].filter(Boolean).join(' · ');
}
