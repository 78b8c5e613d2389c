// What is asked: words, time, and a choice from each list; and the way out of the house with what is found.
import './Filters.css';
import { language } from '../../words/language.ts';
import { words } from '../../words/words.ts';
import { type AskedHistory, type ChoiceName, nothingAsked } from '../address.ts';
import { askHistory } from '../asked.ts';
import { Choice, WhenChoice } from '../Choice.tsx';
import { district, exportAllowed, responders } from '../district.ts';
import { ownWords } from '../language.ts';
import { Search } from '../Search.tsx';

export function Filters({ asked, filter }: { asked: AskedHistory; filter: string }) {
  const o = ownWords.value;
  return (
    <search class="filters on-screen" aria-label={o.filters}>
      <Search
        q={asked.q}
        label={o.search}
        hint={o.searchHint}
        ask={(q, instead) => askHistory(asked, { q }, instead)}
      />
      <WhenChoice when={asked.when} choose={(when) => askHistory(asked, { when })} />
      <Lists asked={asked} />
      {filter !== '' && (
        <button class="button" type="button" onClick={() => askHistory(nothingAsked, { incident: asked.incident })}>
          {o.clear}
        </button>
      )}
      {exportAllowed.value && (
        <span class="exports">
          {(['csv', 'xlsx'] as const).map((kind) => (
            <a
              key={kind}
              class="button"
              download
              href={`/api/v1/office/history.${kind}?${filter}${filter && '&'}language=${language.value}`}
            >
              {o.exportAs(kind.toUpperCase())}
            </a>
          ))}
        </span>
      )}
    </search>
  );
}

type Listed = readonly { id: string; name: string }[];

function Lists({ asked }: { asked: AskedHistory }) {
  const w = words.value;
  const o = ownWords.value;
  const { choices } = asked;
  const { grids = [], courtyards = [] } = district.value ?? {};
  const inGrid = courtyards.filter(({ grid }) => choices.grid === undefined || grid === choices.grid);
  const list = (name: ChoiceName, listed: Listed) => (
    <Choice
      key={name}
      label={o.choices[name]}
      value={choices[name] ?? ''}
      choose={(value) => askHistory(asked, { choices: chosen(asked, name, value) })}
    >
      <option value="">{o.all(o.choices[name])}</option>
      {listed.map(({ id, name: says }) => (
        <option key={id} value={id}>
          {says}
        </option>
      ))}
    </Choice>
  );
  return (
    <>
      {list('call', listedOf(w.kinds))}
      {list(
        'priority',
        listedOf(w.priority).map(({ id, name }) => ({ id, name: `${id} ${name}` })),
      )}
      {list('state', listedOf(o.states))}
      {list('disposition', listedOf(w.dispositions))}
      {list('grid', grids)}
      {list('courtyard', withChosen(inGrid, choices.courtyard))}
      {list('responder', withChosen(responders.value, choices.responder))}
    </>
  );
}

/** A courtyard lies in one grid: another grid ends the choice of it. */
function chosen({ choices }: AskedHistory, name: ChoiceName, value: string): AskedHistory['choices'] {
  const { [name]: _, courtyard, ...others } = choices;
  const kept = name === 'grid' || name === 'courtyard' || courtyard === undefined ? others : { ...others, courtyard };
  return value === '' ? kept : { ...kept, [name]: value };
}

const listedOf = (table: Readonly<Record<string, string>>): Listed =>
  Object.entries(table).map(([id, name]) => ({ id, name }));

/** What was asked stands in its list, also when it is not there any more. */
const withChosen = (listed: Listed, id: string | undefined): Listed =>
  id === undefined || listed.some((one) => one.id === id) ? listed : [...listed, { id, name: id }];
