import type { MyShifts } from '../../../contracts/office/responders.ts';
import { momentOf } from '../look/time.ts';
import { words } from './language.ts';

/** So many of the coming ones are listed. */
const listed = 14;

/** The own shifts by the roster. */
export function Shifts({ mine }: { mine: MyShifts | undefined }) {
  const w = words.value;
  return (
    <section>
      <h2>{w.myShifts}</h2>
      {mine === undefined ? (
        <p>{w.loading}</p>
      ) : mine.shifts.length === 0 ? (
        <p>{w.noShifts}</p>
      ) : (
        <ol>
          {mine.shifts.slice(0, listed).map(({ from, to }) => (
            <li key={from}>{w.shift(momentOf(Date.parse(from)), momentOf(Date.parse(to)))}</li>
          ))}
        </ol>
      )}
    </section>
  );
}
