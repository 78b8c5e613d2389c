// 平安签到: who has given a sign of life today and who has not, who is to be called, and what came of it.
import './CheckIns.css';
import { useEffect, useState } from 'preact/hooks';
import type { CheckInState } from '../../../../contracts/device/checkIns.ts';
import type { CheckInsAnswer } from '../../../../contracts/device/checkInViews.ts';
import { call } from '../../live/api.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { type AskedCheckIns, addressOf, nothingListed } from '../address.ts';
import { changeAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Lists } from './Lists.tsx';
import { Rows } from './Rows.tsx';
import { checkInWords } from './words.ts';

/** What stands changes once a minute. */
const againMs = 30_000;

export function CheckIns({ asked }: { asked: AskedCheckIns }) {
  const c = checkInWords.value;
  const o = ownWords.value;
  const [reads, setReads] = useState(0);
  const [failed, setFailed] = useState('');
  const query = new URL(addressOf(asked), location.href).search;
  const { value, wrong } = useRead<CheckInsAnswer>(`/api/v1/office/check-ins${query}`, reads);
  useEffect(() => {
    const timer = setInterval(() => setReads((n) => n + 1), againMs);
    return () => clearInterval(timer);
  }, []);
  async function order(what: 'ticks' | 'lists', body: object): Promise<void> {
    const answer = await call<object>(`/api/v1/office/check-ins/${what}`, body);
    setFailed(answer.ok ? '' : `${c.failed}${answer.message || words.value.notSent}`);
    if (answer.ok) setReads((n) => n + 1);
  }
  return (
    <main class="checkins">
      <h1 class="unseen">{o.pages.checkins}</h1>
      <p>{c.says}</p>
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      <Trouble says={failed} />
      {!value && wrong === '' && <p role="status">{o.loading}</p>}
      {value && (
        <>
          <Lists lists={value.lists} order={(body) => order('lists', body)} />
          {isNobody(value) ? (
            <Nobody />
          ) : (
            <>
              <Totals value={value} asked={asked} />
              <Grids value={value} asked={asked} />
              <Rows rows={value.rows} order={order} />
              {value.left > 0 && <p role="status">{c.left(value.left)}</p>}
            </>
          )}
        </>
      )}
    </main>
  );
}

const isNobody = ({ states, rows, lists }: CheckInsAnswer): boolean =>
  Object.keys(states).length === 0 && rows.length === 0 && lists.every(({ on }) => !on);

function Nobody() {
  const c = checkInWords.value;
  return (
    <div class="nothing" role="status">
      <b>{c.none}</b>
      <p>{c.noneSays}</p>
      {changeAllowed.value && <Link to={nothingListed}>{c.toResidents}</Link>}
    </div>
  );
}

type Read = { value: CheckInsAnswer; asked: AskedCheckIns };

/** How many stand how: each a way to those alone. */
function Totals({ value, asked }: Read) {
  const c = checkInWords.value;
  const { state: chosen, ...rest } = asked;
  const shown = ['missed', 'unknown', 'asked', 'late', 'due', 'seen', 'away'] satisfies CheckInState[];
  return (
    <nav class="totals" aria-label={c.state}>
      <Link to={rest} aria-current={chosen === undefined}>
        {c.all}
      </Link>
      <Link to={{ ...rest, state: 'open' }} aria-current={chosen === 'open'}>
        {c.open}
      </Link>
      {shown.map((state) => {
        const n = value.states[state] ?? 0;
        return (
          n > 0 && (
            <Link key={state} to={{ ...rest, state }} aria-current={chosen === state}>
              {c.states[state]} <b class={`s-${state}`}>{n}</b>
            </Link>
          )
        );
      })}
    </nav>
  );
}

/** By grid: what somebody should look at there. */
function Grids({ value: { grids }, asked }: Read) {
  const c = checkInWords.value;
  const { grid: chosen, ...rest } = asked;
  if (grids.length < 2 && chosen === undefined) return null;
  const toLook = (states: Record<string, number>): number =>
    (['missed', 'unknown', 'asked', 'late'] as const).reduce((sum, state) => sum + (states[state] ?? 0), 0);
  return (
    <nav class="grids" aria-label={c.grid}>
      <Link to={rest} aria-current={chosen === undefined}>
        {c.everyGrid}
      </Link>
      {grids.map(({ id, name, states }) => (
        <Link key={id} to={{ ...rest, grid: id }} aria-current={chosen === id}>
          {name} {toLook(states) > 0 && <b class="late">{toLook(states)}</b>}
        </Link>
      ))}
    </nav>
  );
}
