// 统计: a stretch of time counted against the standards. On paper it is the report of the month.
import './Figures.css';
import { useEffect, useState } from 'preact/hooks';
import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import { call } from '../../live/api.ts';
import { sessionEnded } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { type AskedFigures, countedOf } from '../address.ts';
import { today } from '../asked.ts';
import { countedAtMostDays, countOf, daysOfStretch, monthOf, type Stretch } from '../days.ts';
import { ownWords } from '../language.ts';
import { Ask } from './Ask.tsx';
import { Report } from './Report.tsx';

export function Figures({ asked }: { asked: AskedFigures }) {
  const o = ownWords.value;
  const stretch: Stretch = asked.stretch ?? { kind: 'month', month: monthOf(today.value) };
  const whyNot = whyNotCounted(stretch);
  const query = whyNot === undefined ? countedOf(asked, stretch).toString() : undefined;
  const { figures, reading, wrong, again } = useFigures(query);
  return (
    <main class="figures">
      <Ask asked={asked} stretch={stretch} fits={whyNot === undefined} />
      <div class="sheet" aria-busy={reading}>
        <Trouble says={whyNot ?? (wrong === '' ? '' : `${o.failed}${wrong}`)} />
        {wrong !== '' && (
          <button class="button" type="button" onClick={again}>
            {o.again}
          </button>
        )}
        {figures && query !== undefined ? (
          <Report figures={figures} stretch={stretch} grid={asked.grid} />
        ) : (
          reading && <p class="says">{o.loading}</p>
        )}
      </div>
    </main>
  );
}

function whyNotCounted(stretch: Stretch): string | undefined {
  const o = ownWords.value;
  const count = countOf(daysOfStretch(stretch));
  if (count < 1) return o.backwards;
  return count > countedAtMostDays ? o.tooLong(countedAtMostDays) : undefined;
}

/** What comes late for an older question is dropped. */
function useFigures(query: string | undefined) {
  const [counted, setCounted] = useState<{ query: string; figures: FiguresAnswer }>();
  const [reading, setReading] = useState(false);
  const [wrong, setWrong] = useState('');
  const [tries, setTries] = useState(0);
  useEffect(() => {
    setWrong('');
    setReading(query !== undefined);
    if (query === undefined) return;
    let wanted = true;
    void call<FiguresAnswer>(`/api/v1/office/figures?${query}`).then((answer) => {
      if (!wanted) return;
      setReading(false);
      setCounted(answer.ok ? { query, figures: answer.value } : undefined);
      if (!answer.ok && answer.status === 401) sessionEnded();
      setWrong(answer.ok ? '' : answer.message || words.value.notSent);
    });
    return () => {
      wanted = false;
    };
  }, [query, tries]);
  // Under the heading of another stretch they would be a lie, on paper too.
  const figures = counted?.query === query ? counted?.figures : undefined;
  return { figures, reading, wrong, again: () => setTries(tries + 1) };
}
