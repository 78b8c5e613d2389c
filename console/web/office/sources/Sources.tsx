// 接入: where other makers' devices come from, what came from there, and the mapping of a cloud that nobody named.
import './Sources.css';
import { useEffect, useState } from 'preact/hooks';
import type { SourceView } from '../../../../contracts/device/sources.ts';
import { sourceDoors, sourceFamilies } from '../../../../wording/sources.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { language } from '../../words/language.ts';
import type { AskedSources } from '../address.ts';
import { changeAllowed, registryTold } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Counts, Last } from './Fares.tsx';
import { NewSource } from './NewSource.tsx';
import { SourcePage } from './SourcePage.tsx';
import { Unclear } from './Unclear.tsx';
import { sourceWords } from './words.ts';

/** So often it is asked what came; a press is shown at the duty console at once, this page only looks after the way. */
const everyMs = 4_000;

export function Sources({ asked }: { asked: AskedSources }) {
  const s = sourceWords.value;
  const o = ownWords.value;
  const [turns, setTurns] = useState(0);
  const again = () => setTurns((n) => n + 1);
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && again(), everyMs);
    return () => clearInterval(timer);
  }, []);
  const { value, wrong } = useRead<{ sources: SourceView[] }>('/api/v1/sources', `${turns}/${registryTold.value}`);
  const chosen = value?.sources.find(({ id }) => id === asked.id);
  return (
    <main class="sources">
      <h1 class="unseen">{o.pages.sources}</h1>
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      {!value && wrong === '' && <p role="status">{o.loading}</p>}
      {value && chosen && <SourcePage key={chosen.id} source={chosen} again={again} />}
      {value && !chosen && (
        <>
          <p class="says">{s.says}</p>
          {changeAllowed.value && asked.make && <NewSource again={again} />}
          {changeAllowed.value && !asked.make && (
            <p>
              <Link to={{ page: 'sources', make: true }}>{s.make}</Link>
            </p>
          )}
          {value.sources.length === 0 && !asked.make && (
            <div class="nothing" role="status">
              <b>{s.none}</b>
              <p>{s.noneSays}</p>
            </div>
          )}
          {value.sources.length > 0 && <List sources={value.sources} again={again} />}
        </>
      )}
    </main>
  );
}

function List({ sources, again }: { sources: readonly SourceView[]; again: () => void }) {
  const s = sourceWords.value;
  const of = language.value;
  return (
    <table>
      <caption class="unseen">{ownWords.value.pages.sources}</caption>
      <thead>
        <tr>
          <th scope="col">{s.columns.name}</th>
          <th scope="col">{s.columns.family}</th>
          <th scope="col">{s.columns.door}</th>
          <th scope="col">{s.columns.last}</th>
          <th scope="col" class="figure">
            {s.columns.counts}
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr key={source.id} data-source={source.id}>
            <td>
              <Link to={{ page: 'sources', id: source.id }}>{source.name}</Link>
              <Unclear source={source} again={again} />
            </td>
            <td>{sourceFamilies[of][source.family]}</td>
            <td>{sourceDoors[of][source.door]}</td>
            <td>
              <Last source={source} />
            </td>
            <td class="figure">
              <Counts source={source} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
