import './DayFields.css';
import type { Days } from './days.ts';
import { ownWords } from './language.ts';

/** From a day to a day, both included. */
export function DayFields({ days, choose }: { days: Days; choose: (days: Days) => unknown }) {
  const o = ownWords.value;
  const field = (name: keyof Days) => (
    <label>
      {o[name]}
      <input
        type="date"
        max="9999-12-31"
        value={days[name]}
        onChange={(event) => choose({ ...days, [name]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <span class="days">
      {field('from')}
      {field('to')}
    </span>
  );
}
