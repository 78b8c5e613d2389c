// Which stretch of time, and where.
import './Ask.css';
import { language } from '../../words/language.ts';
import { type AskedFigures, countedOf } from '../address.ts';
import { askFigures } from '../asked.ts';
import { DayFields } from '../DayFields.tsx';
import { measuredBy, type Stretch, stepped } from '../days.ts';
import { district, exportAllowed } from '../district.ts';
import { ownWords } from '../language.ts';
import { stretchSays } from './stretchSays.ts';

export function Ask({ asked, stretch, fits }: { asked: AskedFigures; stretch: Stretch; fits: boolean }) {
  const o = ownWords.value;
  const ask = (next: Stretch) => askFigures(asked, { stretch: next });
  return (
    <search class="ask on-screen" aria-label={o.stretch}>
      <fieldset>
        <legend class="unseen">{o.stretch}</legend>
        {(['month', 'quarter', 'days'] as const).map((kind) => (
          <label key={kind} class="button">
            <input
              type="radio"
              name="measure"
              checked={stretch.kind === kind}
              onChange={() => ask(measuredBy(kind, stretch))}
            />
            {o.measures[kind]}
          </label>
        ))}
      </fieldset>
      <span class="stepper">
        <button class="button" type="button" aria-label={o.before} onClick={() => ask(stepped(stretch, -1))}>
          ◀
        </button>
        {stretch.kind === 'days' ? (
          <DayFields days={stretch.days} choose={(days) => days.from && days.to && ask({ kind: 'days', days })} />
        ) : (
          <b role="status">{stretchSays(stretch)}</b>
        )}
        <button class="button" type="button" aria-label={o.after} onClick={() => ask(stepped(stretch, 1))}>
          ▶
        </button>
      </span>
      <select
        aria-label={o.choices.grid}
        value={asked.grid ?? ''}
        onChange={({ currentTarget: { value } }) => askFigures(asked, { grid: value === '' ? undefined : value })}
      >
        <option value="">{o.wholeDistrict}</option>
        {(district.value?.grids ?? []).map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <span class="exports">
        <button class="button" type="button" disabled={!fits} onClick={() => print()}>
          {o.print}
        </button>
        {exportAllowed.value && fits && (
          <a
            class="button"
            download
            href={`/api/v1/office/figures.csv?${countedOf(asked, stretch)}&language=${language.value}`}
          >
            {o.exportAs('CSV')}
          </a>
        )}
      </span>
    </search>
  );
}
