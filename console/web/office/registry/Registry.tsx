// 名册: the lists of who and what there is, and beside them the form of the one that is open.
import './Registry.css';
import { useEffect, useState } from 'preact/hooks';
import { type SheetKind, sheetKinds } from '../../../../contracts/office/sheetKinds.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { type AskedRegistry, listedKinds, listedOf, nothingListed } from '../address.ts';
import { askRegistry } from '../asked.ts';
import { changeAllowed, district } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { pairWords } from '../pair/words.ts';
import { Search } from '../Search.tsx';
import { Bulk } from './Bulk.tsx';
import { Document } from './Document.tsx';
import { type FormKind, idBegins } from './fields.ts';
import { List } from './List.tsx';
import { Sheet } from './Sheet.tsx';
import { useList } from './useList.ts';
import { registryWords } from './words.ts';

export function Registry({ asked }: { asked: AskedRegistry }) {
  const r = registryWords.value;
  const kind = asked.kind as FormKind;
  const [times, setTimes] = useState(0);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const listed = useList(kind, listedOf(asked).toString(), times);
  useEffect(() => {
    setChosen(new Set());
    setSheet(false);
  }, [kind, asked.id, asked.make, asked.q, asked.of.grid]);
  const [sheet, setSheet] = useState(false);
  const open = asked.id !== undefined || asked.make === true || sheet;
  const close = (): void => askRegistry(asked, { id: undefined, make: undefined });
  function changed(says: string, next?: Partial<AskedRegistry>): void {
    setTimes((n) => n + 1);
    setSaid(says);
    if (next) askRegistry(asked, { id: undefined, make: undefined, ...next }, true);
  }
  return (
    <main class={open ? 'registry with-form' : 'registry'}>
      <Kinds asked={asked} />
      <section class="list" aria-label={r.kinds[kind]} aria-busy={listed.reading}>
        <h1 class="unseen">{r.kinds[kind]}</h1>
        <Tools asked={asked} kind={kind} sheet={() => [close(), setSheet(true)]} />
        {listed.wrong !== '' && <Trouble says={`${r.notRead}${listed.wrong}`} />}
        <p class="said" role="status">
          {said}
        </p>
        {kind === 'devices' && changeAllowed.value && <Devices chosen={[...chosen]} />}
        {chosen.size > 0 && (
          <Bulk kind={kind} ids={[...chosen]} done={(says) => [changed(says), setChosen(new Set())]} />
        )}
        <List asked={asked} kind={kind} rows={listed.rows} chosen={chosen} choose={setChosen} />
        {listed.rows.length === 0 && listed.wrong === '' && (
          <p class="nothing" role="status">
            {listed.reading ? ownWords.value.loading : listedOf(asked).size > 0 ? r.nothing : r.empty(r.kinds[kind])}
          </p>
        )}
        {listed.rows.length > 0 && (
          <p class="foot">
            <span role="status">{r.shown(listed.rows.length, listed.total)}</span>
            {listed.next !== undefined && (
              <button class="button" type="button" onClick={listed.more}>
                {r.more}
              </button>
            )}
          </p>
        )}
      </section>
      {sheet && isSheetKind(kind) && <Sheet key={kind} kind={kind} close={() => setSheet(false)} changed={changed} />}
      {open && !sheet && (
        <Document
          key={`${kind}/${asked.id ?? ''}`}
          kind={kind}
          id={asked.id}
          begins={idBegins[kind]}
          within={asked.of}
          close={close}
          changed={changed}
        />
      )}
    </main>
  );
}

/** Where devices are installed, and their labels. */
function Devices({ chosen }: { chosen: readonly string[] }) {
  const p = pairWords.value;
  return (
    <p class="to-install">
      <Link to={{ page: 'pair' }}>{p.begin}</Link>{' '}
      {chosen.length > 0 && <Link to={{ page: 'pair', labels: chosen.join(',') }}>{p.printOf(chosen.length)}</Link>}
    </p>
  );
}

const isSheetKind = (kind: FormKind): kind is FormKind & SheetKind => sheetKinds.some((one) => one === kind);
/** Those that lie in no grid. */
const nowhere: ReadonlySet<FormKind> = new Set(['grids', 'shifts', 'leaves']);

function Kinds({ asked }: { asked: AskedRegistry }) {
  const r = registryWords.value;
  return (
    <nav class="kinds" aria-label={r.nav}>
      {listedKinds.map((kind) => (
        <Link key={kind} to={{ ...nothingListed, kind }} aria-current={kind === asked.kind && 'page'}>
          {r.kinds[kind]}
        </Link>
      ))}
    </nav>
  );
}

function Tools({ asked, kind, sheet }: { asked: AskedRegistry; kind: FormKind; sheet: () => void }) {
  const r = registryWords.value;
  const { grids = [] } = district.value ?? {};
  const lies = !nowhere.has(kind);
  const grid = asked.of.grid ?? '';
  return (
    <search class="tools" aria-label={words.value.search}>
      <Search
        q={asked.q}
        label={r.search}
        hint={r.searchHint}
        ask={(q, instead) => askRegistry(asked, { q }, instead)}
      />
      {lies && (
        <select
          aria-label={r.kinds.grids}
          value={grid}
          onChange={({ currentTarget: { value } }) => askRegistry(asked, { of: value === '' ? {} : { grid: value } })}
        >
          <option value="">{r.allGrids}</option>
          {grids.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      {changeAllowed.value ? (
        <>
          <button class="button strong" type="button" onClick={() => askRegistry(asked, { id: undefined, make: true })}>
            {r.make(r.kinds[kind])}
          </button>
          {isSheetKind(kind) && (
            <button class="button" type="button" onClick={sheet}>
              {r.sheet.open}
            </button>
          )}
        </>
      ) : (
        <p>{r.notYours}</p>
      )}
    </search>
  );
}
