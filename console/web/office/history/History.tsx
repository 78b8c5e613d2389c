// 历史: what is asked above, the incidents that fit beneath, and beside them the story of the one that is open.
import './History.css';
import type { HistoryAnswer } from '../../../../contracts/office/history.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { minuteOf, momentOf } from '../../look/time.ts';
import { type AskedHistory, filterOf, nothingAsked } from '../address.ts';
import { askHistory, today } from '../asked.ts';
import { ownWords } from '../language.ts';
import { Story } from '../story/Story.tsx';
import { usePages } from '../usePages.ts';
import { Filters } from './Filters.tsx';
import { Rows } from './Rows.tsx';

export function History({ asked }: { asked: AskedHistory }) {
  const o = ownWords.value;
  const filter = filterOf(asked, today.value).toString();
  const { more, again, ...shown } = usePages<HistoryAnswer>('/api/v1/office/history', filter);
  const rows = shown.pages.flatMap(({ incidents }) => incidents);
  const { incident } = asked;
  const close = (): void => askHistory(asked, { incident: undefined });
  return (
    <main class={incident === undefined ? 'history' : 'history with-story'}>
      <Filters asked={asked} filter={filter} />
      <section class="list" aria-label={o.list} aria-busy={shown.reading}>
        <h1 class="unseen">{o.pages.history}</h1>
        <Books books={shown.pages.at(-1)?.books} />
        {shown.wrong !== '' && (
          <div class="failed">
            <Trouble says={`${o.failed}${shown.wrong}`} />
            <button class="button" type="button" onClick={again}>
              {o.again}
            </button>
          </div>
        )}
        {rows.length > 0 ? (
          <Rows asked={asked} rows={rows} close={close} />
        ) : (
          shown.wrong === '' && <Nothing reading={shown.reading} asked={filter !== ''} />
        )}
        {rows.length > 0 && (
          <p class="foot">
            <span role="status">{o.shown(rows.length, shown.next !== undefined)}</span>
            {shown.next !== undefined && (
              <button class="button on-screen" type="button" disabled={shown.reading} onClick={more}>
                {o.more}
              </button>
            )}
          </p>
        )}
      </section>
      {incident !== undefined && <Story key={incident} id={incident} close={close} />}
    </main>
  );
}

/** That something may be missing, and until when nothing is. */
function Books({ books }: { books: HistoryAnswer['books'] | undefined }) {
  const o = ownWords.value;
  if (!books || books.state === 'current') return null;
  const until = books.until === undefined ? o.never : asLongAsToday(Date.parse(books.until));
  return (
    <p class="books" role="status">
      {o.books[books.state](until)}
    </p>
  );
}
/** `21:03`, of another day `11-24 21:03`. */
const asLongAsToday = (ms: number): string =>
  momentOf(ms).startsWith(today.value.slice(5)) ? minuteOf(ms) : momentOf(ms);

function Nothing({ reading, asked }: { reading: boolean; asked: boolean }) {
  const o = ownWords.value;
  if (reading) return <p class="nothing">{o.loading}</p>;
  return (
    <div class="nothing" role="status">
      <b>{asked ? o.nothing : o.empty}</b>
      <p>{asked ? o.nothingSays : o.emptySays}</p>
      {asked && (
        <button class="button" type="button" onClick={() => askHistory(nothingAsked, {})}>
          {o.clear}
        </button>
      )}
    </div>
  );
}
