// 一卡通: who has a card, making cards and printing them, ending a lost one (docs/decisions/044).
import './Cards.css';
import { useState } from 'preact/hooks';
import type { CardRow, CardsAnswer, MadeCard, MadeCards } from '../../../../contracts/office/doorCard.ts';
import { call } from '../../live/api.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import type { AskedCards } from '../address.ts';
import { ask } from '../asked.ts';
import { changeAllowed, district } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { endCard } from './endCard.ts';
import { Phone } from './Phone.tsx';
import { Sheet } from './Sheet.tsx';
import { cardWords } from './words.ts';

/** As the server takes them (contracts/office/doorCard.ts). */
const madeAtMost = 200;

export function Cards({ asked }: { asked: AskedCards }) {
  const c = cardWords.value;
  const o = ownWords.value;
  const [turn, setTurn] = useState(0);
  const { value, wrong } = useRead<CardsAnswer>('/api/v1/office/cards', turn);
  const [made, setMade] = useState<readonly MadeCard[]>();
  const [q, setQ] = useState('');
  const [said, setSaid] = useState('');
  const [failed, setFailed] = useState('');
  const again = (): void => setTurn((n) => n + 1);
  if (made) return <Sheet cards={made} phone={value?.phone} close={() => [setMade(undefined), again()]} />;
  const rows = (value?.cards ?? []).filter((row) => isAsked(row, asked) && fits(row, q));
  async function end(resident: string, because: 'lost' | 'returned'): Promise<void> {
    const trouble = await endCard(resident, because);
    setFailed(trouble === '' ? '' : c.failed + trouble);
    setSaid(trouble === '' ? c.ended : '');
    again();
  }
  return (
    <main class="cards">
      <h1 class="unseen">{o.pages.cards}</h1>
      <p>{c.says}</p>
      {changeAllowed.value && <p>{c.once}</p>}
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      <Trouble says={failed} />
      {said !== '' && <p role="status">{said}</p>}
      {!value && wrong === '' && <p role="status">{o.loading}</p>}
      {value && <Phone phone={value.phone} again={again} />}
      <search class="filters">
        <input
          type="search"
          aria-label={c.search}
          placeholder={c.search}
          value={q}
          onInput={({ currentTarget }) => setQ(currentTarget.value)}
        />
        <Grids asked={asked} />
        {asked.resident !== undefined && <Link to={{ page: 'cards' }}>{c.everybody}</Link>}
      </search>
      {value && rows.length === 0 && <p role="status">{c.nothing}</p>}
      {rows.length > 0 && <Rows key={asked.resident} rows={rows} first={asked.resident} show={setMade} end={end} />}
    </main>
  );
}

const isAsked = ({ grid, resident }: CardRow, asked: AskedCards): boolean =>
  (asked.grid === undefined || grid === asked.grid) && (asked.resident === undefined || resident === asked.resident);

const fits = ({ name, says }: CardRow, q: string): boolean =>
  [name, says].some((one) => one.toLowerCase().includes(q.trim().toLowerCase()));

function Grids({ asked }: { asked: AskedCards }) {
  const c = cardWords.value;
  return (
    <select
      aria-label={c.allGrids}
      value={asked.grid ?? ''}
      onChange={({ currentTarget: { value } }) => ask({ page: 'cards', ...(value !== '' && { grid: value }) })}
    >
      <option value="">{c.allGrids}</option>
      {district.value?.grids.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

type RowsProps = {
  rows: readonly CardRow[];
  /** who is chosen at first */
  first: string | undefined;
  show: (made: readonly MadeCard[]) => void;
  end: (resident: string, because: 'lost' | 'returned') => Promise<void>;
};

function Rows({ rows, first, show, end }: RowsProps) {
  const c = cardWords.value;
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set(first === undefined ? [] : [first]));
  const chosen = rows.filter(({ resident }) => picked.has(resident));
  const all = rows.filter(({ state }) => state !== 'locked');
  const pick = (residents: readonly CardRow[], on: boolean): void => {
    const next = new Set(picked);
    for (const { resident } of residents) on ? next.add(resident) : next.delete(resident);
    setPicked(next);
  };
  return (
    <>
      {changeAllowed.value && <Make chosen={chosen} show={show} />}
      <table>
        <caption class="unseen">{ownWords.value.pages.cards}</caption>
        <thead>
          <tr>
            {changeAllowed.value && (
              <th scope="col">
                <label>
                  <input
                    type="checkbox"
                    checked={all.length > 0 && chosen.length === all.length}
                    onChange={({ currentTarget }) => pick(all, currentTarget.checked)}
                  />
                  {c.pickAll(all.length)}
                </label>
              </th>
            )}
            <th scope="col">{c.columns.who}</th>
            <th scope="col">{c.columns.where}</th>
            <th scope="col">{c.columns.state}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row
              key={row.resident}
              row={row}
              picked={picked.has(row.resident)}
              pick={(on) => pick([row], on)}
              end={end}
            />
          ))}
        </tbody>
      </table>
    </>
  );
}

type RowProps = { row: CardRow; picked: boolean; pick: (on: boolean) => void; end: RowsProps['end'] };

function Row({ row: { resident, name, says, state, at }, picked, pick, end }: RowProps) {
  const c = cardWords.value;
  const has = state === 'issued' || state === 'written';
  return (
    <tr data-card={state}>
      {changeAllowed.value && (
        <td>
          <input
            type="checkbox"
            aria-label={c.pick(name)}
            checked={picked}
            disabled={state === 'locked'}
            onChange={({ currentTarget }) => pick(currentTarget.checked)}
          />
        </td>
      )}
      <th scope="row">{name}</th>
      <td>{says}</td>
      <td>{at === undefined ? c.states[state] : c.since(c.states[state], dateOf(Date.parse(at)))}</td>
      <td class="act">
        {has && (
          <>
            <button class="button" type="button" onClick={() => void end(resident, 'lost')}>
              {c.lost}
            </button>
            <button class="button" type="button" onClick={() => void end(resident, 'returned')}>
              {c.returned}
            </button>
          </>
        )}
      </td>
    </tr>
  );
}

/** Cards that people have are made anew only when that was meant. */
function Make({ chosen, show }: { chosen: readonly CardRow[]; show: RowsProps['show'] }) {
  const c = cardWords.value;
  const [state, setState] = useState<'asks' | 'sure' | 'makes'>('asks');
  const [trouble, setTrouble] = useState('');
  const having = chosen.filter(({ state }) => state === 'issued' || state === 'written').length;
  async function make(): Promise<void> {
    setState('makes');
    const residents = chosen.map(({ resident }) => resident);
    const answer = await call<MadeCards>('/api/v1/office/cards', { residents });
    setState('asks');
    setTrouble(answer.ok ? '' : c.failed + (answer.message || words.value.notSent));
    if (answer.ok) show(answer.value.cards);
  }
  const tooMany = chosen.length > madeAtMost;
  return (
    <div class="make">
      {state === 'sure' && having > 0 ? (
        <>
          <span role="alert">{c.sure(having)}</span>
          <button class="button strong" type="button" onClick={() => void make()}>
            {c.yes}
          </button>
          <button class="button" type="button" onClick={() => setState('asks')}>
            {c.no}
          </button>
        </>
      ) : (
        <button
          class="button strong"
          type="button"
          disabled={chosen.length === 0 || tooMany || state === 'makes'}
          onClick={() => (having > 0 ? setState('sure') : void make())}
        >
          {state === 'makes' ? c.making : c.make(chosen.length)}
        </button>
      )}
      {tooMany && <span role="alert">{c.tooMany(madeAtMost)}</span>}
      <Trouble says={trouble} />
    </div>
  );
}
