// 查阅记录: who was shown whom, when, what and what for; and the list of it that a resident is given.
import './Access.css';
import type { AccessAnswer, AccessRow } from '../../../../contracts/office/access.ts';
import { accessWords, noPurpose, readingPurposes, shownNames, whySaid } from '../../../../wording/access.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { dateOf, minuteOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { type AskedAccess, lookedNames, lookedOf, nothingAsked, nothingLooked } from '../address.ts';
import { askAccess, today } from '../asked.ts';
import { Choice, WhenChoice } from '../Choice.tsx';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Search } from '../Search.tsx';
import { usePages } from '../usePages.ts';
import { Extract } from './Extract.tsx';
import { accessPageWords } from './words.ts';

export function Access({ asked }: { asked: AskedAccess }) {
  if (asked.extract && asked.resident !== undefined) return <Extract asked={asked} resident={asked.resident} />;
  return <Log asked={asked} />;
}

function Log({ asked }: { asked: AskedAccess }) {
  const o = ownWords.value;
  const a = accessPageWords.value;
  const filter = lookedOf(asked, today.value).toString();
  const { pages, more, again, reading, wrong, next } = usePages<AccessAnswer>('/api/v1/office/access', filter);
  const rows = pages.flatMap(({ readings }) => readings);
  return (
    <main class="access">
      <Filters asked={asked} filter={filter} readers={pages[0]?.readers ?? []} />
      <section class="list" aria-label={a.list} aria-busy={reading}>
        <h1 class="unseen">{o.pages.access}</h1>
        <p class="says">{a.says}</p>
        {asked.resident !== undefined && <Only asked={asked} rows={rows} resident={asked.resident} />}
        {wrong !== '' && (
          <div class="failed">
            <Trouble says={`${o.failed}${wrong}`} />
            <button class="button" type="button" onClick={again}>
              {o.again}
            </button>
          </div>
        )}
        {rows.length > 0 && <Rows asked={asked} rows={rows} />}
        {rows.length === 0 && wrong === '' && <Nothing reading={reading} asked={filter !== ''} />}
        {rows.length > 0 && (
          <p class="foot">
            <span role="status">{a.shown(rows.length, next !== undefined)}</span>
            {next !== undefined && (
              <button class="button on-screen" type="button" disabled={reading} onClick={more}>
                {o.more}
              </button>
            )}
          </p>
        )}
      </section>
    </main>
  );
}

function Filters({ asked, filter, readers }: { asked: AskedAccess; filter: string; readers: readonly string[] }) {
  const o = ownWords.value;
  const a = accessPageWords.value;
  const listed = {
    by: asked.of.by === undefined || readers.includes(asked.of.by) ? readers : [...readers, asked.of.by],
    what: Object.keys(shownNames.zh),
    purpose: Object.keys(readingPurposes.zh),
  };
  const says = { by: {}, what: shownNames[language.value], purpose: readingPurposes[language.value] };
  return (
    <search class="filters on-screen" aria-label={o.filters}>
      <Search q={asked.q} label={a.search} hint={a.searchHint} ask={(q, instead) => askAccess(asked, { q }, instead)} />
      <WhenChoice when={asked.when} choose={(when) => askAccess(asked, { when })} />
      {lookedNames.map((name) => (
        <Choice
          key={name}
          label={a.choices[name]}
          value={asked.of[name] ?? ''}
          choose={(value) => askAccess(asked, { of: chosen(asked, name, value) })}
        >
          <option value="">{o.all(a.choices[name])}</option>
          {listed[name].map((id) => (
            <option key={id} value={id}>
              {(says[name] as Readonly<Record<string, string>>)[id] ?? id}
            </option>
          ))}
        </Choice>
      ))}
      {filter !== '' && (
        <button class="button" type="button" onClick={() => askAccess(nothingLooked, {})}>
          {o.clear}
        </button>
      )}
      <span class="exports">
        <a
          class="button"
          download
          href={`/api/v1/office/access.csv?${filter}${filter && '&'}language=${language.value}`}
        >
          {o.exportAs('CSV')}
        </a>
      </span>
    </search>
  );
}

function chosen({ of }: AskedAccess, name: keyof AskedAccess['of'], value: string): AskedAccess['of'] {
  const { [name]: _, ...others } = of;
  return value === '' ? others : { ...others, [name]: value };
}

/** Whose log this is, and the way to what they are given. */
function Only({ asked, rows, resident }: { asked: AskedAccess; rows: readonly AccessRow[]; resident: string }) {
  const a = accessPageWords.value;
  const name = rows.flatMap(({ residents }) => residents).find(({ id }) => id === resident)?.name ?? resident;
  return (
    <p class="only">
      <b>{a.only(name)}</b>
      <Link to={{ ...nothingLooked, when: asked.when, resident, extract: true }}>{a.forThem}</Link>
    </p>
  );
}

function Rows({ asked, rows }: { asked: AskedAccess; rows: readonly AccessRow[] }) {
  const { columns, list } = accessPageWords.value;
  return (
    <table class="looks">
      <caption class="unseen">{list}</caption>
      <thead>
        <tr>
          {(Object.keys(columns) as (keyof typeof columns)[]).map((name) => (
            <th key={name} scope="col" class={`c-${name}`}>
              {columns[name]}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.entry} asked={asked} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ asked, row }: { asked: AskedAccess; row: AccessRow }) {
  const l = language.value;
  const at = Date.parse(row.at);
  return (
    <tr>
      <td class="c-at">
        <time dateTime={row.at}>
          {dateOf(at)} {minuteOf(at)}
        </time>
      </td>
      <td class="c-by">
        {row.by.name ?? row.by.id}
        <small>{roleIn(row.role)}</small>
      </td>
      <td class="c-what">
        {shownNames[l][row.what]}
        <small>{row.purpose === undefined ? noPurpose[l] : readingPurposes[l][row.purpose]}</small>
        {(row.reason !== undefined || row.words !== undefined) && <q>{whySaid(row, language.value)}</q>}
      </td>
      <td class="c-whom">
        <Whom asked={asked} row={row} />
      </td>
      <td class="c-incident">
        {row.incident && (
          <Link to={{ ...nothingAsked, incident: row.incident.id }}>
            {row.incident.number === undefined ? row.incident.id : words.value.number(row.incident.number)}
          </Link>
        )}
      </td>
    </tr>
  );
}

const roleIn = (role: string): string => (words.value.sessions.roles as Readonly<Record<string, string>>)[role] ?? role;

function Whom({ asked, row }: { asked: AskedAccess; row: AccessRow }) {
  const w = accessWords[language.value];
  if (row.everybody) return <>{w.everybody}</>;
  const named = row.residents.slice(0, 3);
  return (
    <>
      {named.map(({ id, name }) =>
        name === undefined ? (
          <span key={id} class="erased">
            {w.erased(id)}
          </span>
        ) : (
          <Link key={id} to={{ ...asked, q: '', resident: id }}>
            {name}
          </Link>
        ),
      )}
      {row.shown > named.length && <span>{w.andMore(row.shown)}</span>}
    </>
  );
}

function Nothing({ reading, asked }: { reading: boolean; asked: boolean }) {
  const o = ownWords.value;
  const a = accessPageWords.value;
  if (reading) return <p class="nothing">{o.loading}</p>;
  return (
    <div class="nothing" role="status">
      <b>{asked ? a.nothing : a.empty}</b>
      <p>{asked ? a.nothingSays : a.emptySays}</p>
    </div>
  );
}
