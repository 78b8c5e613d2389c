// 钥匙: which key of which home hangs where, who has it and since when; giving out and taking back.
import './Keys.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { KeyMoves, KeyRow, KeysAnswer } from '../../../../contracts/office/keys.ts';
import { call } from '../../live/api.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf, minuteOf, momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { type AskedKeys, nothingListed } from '../address.ts';
import { changeAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { keyWords } from './words.ts';

const nameOf = ({ home, place, hook }: KeyRow): string => `${home}/${place}/${hook}`;

export function Keys({ asked }: { asked: AskedKeys }) {
  const k = keyWords.value;
  const o = ownWords.value;
  const { value: read, wrong } = useRead<KeysAnswer>('/api/v1/office/keys');
  const [after, setAfter] = useState<KeysAnswer>();
  const [failed, setFailed] = useState('');
  const [q, setQ] = useState('');
  const value = after ?? read;
  async function act(way: 'out' | 'in', body: object): Promise<boolean> {
    const answer = await call<KeysAnswer>(`/api/v1/office/keys/${way}`, body);
    setFailed(answer.ok ? '' : `${k.failed}${answer.message || words.value.notSent}`);
    if (answer.ok) setAfter(answer.value);
    return answer.ok;
  }
  const rows = (value?.keys ?? []).filter((key) => fits(key, q));
  return (
    <main class="keys">
      <h1 class="unseen">{o.pages.keys}</h1>
      <p>{k.says}</p>
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      <Trouble says={failed} />
      {!value && wrong === '' && <p role="status">{o.loading}</p>}
      {value && value.locked > 0 && <p role="status">{k.locked(value.locked)}</p>}
      {value && value.keys.length === 0 && <NoKeys />}
      {value && value.keys.length > 0 && (
        <>
          <p class="totals" role="status">
            <b>{k.totals(value.keys.length, value.keys.filter(({ out }) => out).length, lateIn(value))}</b>
          </p>
          <search class="on-screen">
            <input
              type="search"
              aria-label={k.search}
              placeholder={k.search}
              value={q}
              onInput={({ currentTarget }) => setQ(currentTarget.value)}
            />
          </search>
          {rows.length === 0 ? <p role="status">{k.nothing}</p> : <Rows asked={asked} rows={rows} act={act} />}
        </>
      )}
    </main>
  );
}

const lateIn = ({ keys }: KeysAnswer): number => keys.filter(({ out }) => out?.late).length;

function fits({ says, residents, place, hook, out }: KeyRow, q: string): boolean {
  const all = [says, place, hook, `${place} ${hook}`, out?.who ?? '', ...residents.map(({ name }) => name)];
  return all.some((one) => one.toLowerCase().includes(q.trim().toLowerCase()));
}

function NoKeys() {
  const k = keyWords.value;
  return (
    <div class="nothing" role="status">
      <b>{k.none}</b>
      <p>{k.noneSays}</p>
      {changeAllowed.value && <Link to={{ ...nothingListed, kind: 'homes' }}>{k.toHomes}</Link>}
    </div>
  );
}

type Act = (way: 'out' | 'in', body: object) => Promise<boolean>;

function Rows({ asked, rows, act }: { asked: AskedKeys; rows: readonly KeyRow[]; act: Act }) {
  const k = keyWords.value;
  const [giving, setGiving] = useState('');
  return (
    <table>
      <caption class="unseen">{ownWords.value.pages.keys}</caption>
      <thead>
        <tr>
          <th scope="col">{k.columns.where}</th>
          <th scope="col">{k.columns.home}</th>
          <th scope="col">{k.columns.lives}</th>
          <th scope="col">{k.columns.state}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row
            key={nameOf(row)}
            row={row}
            asked={asked}
            act={act}
            giving={giving === nameOf(row)}
            give={(on) => setGiving(on ? nameOf(row) : '')}
          />
        ))}
      </tbody>
    </table>
  );
}

function Row(props: { row: KeyRow; asked: AskedKeys; act: Act; giving: boolean; give: (on: boolean) => void }) {
  const { row, asked, act, giving, give } = props;
  const k = keyWords.value;
  const { home, place, hook, says, residents, out } = row;
  return (
    <>
      <tr class={out?.late ? 'late' : ''}>
        <td class="c-hook">
          {place} <b>{hook}</b>
        </td>
        <td>{says}</td>
        <td>{residents.map(({ name }) => name).join(words.value.and)}</td>
        <td class="c-state">
          {out === undefined ? k.hangs : k.out(out.who, momentOf(Date.parse(out.at)))}
          {out && <small>{out.why}</small>}
          {out?.late && <strong>{k.late}</strong>}
        </td>
        <td class="act">
          {out ? (
            <button class="button" type="button" onClick={() => void act('in', { home, place, hook })}>
              {k.bring}
            </button>
          ) : (
            <button class="button" type="button" aria-expanded={giving} onClick={() => give(!giving)}>
              {k.take}
            </button>
          )}
          <Link to={asked.home === home ? { page: 'keys' } : { page: 'keys', home }}>
            {asked.home === home ? k.close : k.moves}
          </Link>
        </td>
      </tr>
      {giving && !out && (
        <tr>
          <td colSpan={5}>
            <Give act={act} row={row} close={() => give(false)} />
          </td>
        </tr>
      )}
      {asked.home === home && (
        <tr>
          <td colSpan={5}>
            <Moves key={`${home}/${out?.at}`} home={home} isOut={out !== undefined} />
          </td>
        </tr>
      )}
    </>
  );
}

function Give({ row: { home, place, hook }, act, close }: { row: KeyRow; act: Act; close: () => void }) {
  const k = keyWords.value;
  const [who, setWho] = useState('');
  const [why, setWhy] = useState('');
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <form
      class="give"
      onSubmit={(event) => {
        event.preventDefault();
        void act('out', { home, place, hook, who: who.trim(), why: why.trim() }).then((done) => done && close());
      }}
    >
      <label>
        {k.who}
        <input
          ref={first}
          name="who"
          required
          maxLength={80}
          autocomplete="off"
          value={who}
          onInput={({ currentTarget }) => setWho(currentTarget.value)}
        />
      </label>
      <label>
        {k.why}
        <input
          name="why"
          required
          minLength={2}
          maxLength={200}
          autocomplete="off"
          value={why}
          onInput={({ currentTarget }) => setWhy(currentTarget.value)}
        />
      </label>
      <button class="button strong" type="submit">
        {k.save}
      </button>
      <button class="button" type="button" onClick={close}>
        {k.drop}
      </button>
    </form>
  );
}

/** The books follow what is done a moment later: read again while the last move does not say what the key's row says. */
const [againMs, againAtMost] = [2_000, 10];

function Moves({ home, isOut }: { home: string; isOut: boolean }) {
  const k = keyWords.value;
  const [reads, setReads] = useState(0);
  const { value, wrong } = useRead<KeyMoves>(`/api/v1/office/keys/moves?home=${home}`, `${isOut}/${reads}`);
  const newest = value?.moves[0]?.change;
  const behind = value !== undefined && (newest === 'out') !== isOut;
  useEffect(() => {
    if (!behind || reads >= againAtMost) return;
    const timer = setTimeout(() => setReads(reads + 1), againMs);
    return () => clearTimeout(timer);
  }, [behind, reads, value]);
  return (
    <section class="moves" aria-label={k.moves}>
      <Trouble says={wrong && `${ownWords.value.failed}${wrong}`} />
      {value?.moves.length === 0 && <p>{k.noMoves}</p>}
      <ul>
        {value?.moves.map(({ at, change, by, words: said }) => (
          <li key={`${at}/${change}`}>
            {dateOf(Date.parse(at))} {minuteOf(Date.parse(at))} <b>{k.change[change]}</b> {said}{' '}
            <small>{k.by(by)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}
