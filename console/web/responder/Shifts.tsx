import type { MyShifts } from '../../../contracts/office/responders.ts';
import { HandbookLine } from '../look/Handbook.tsx';
import { momentOf } from '../look/time.ts';
import { Calendar } from './Calendar.tsx';
import { DutyPhone } from './DutyPhone.tsx';
import { words } from './language.ts';
import { Swaps } from './Swaps.tsx';
import { TryButton } from './TryButton.tsx';

/** So many of the coming ones are listed. */
const listed = 14;

/** The own shifts by the roster, and what may be done about them; and, what is fetched as late, the way to the handbook. */
export function Shifts({ mine }: { mine: MyShifts | undefined }) {
  const w = words.value;
  return (
    <>
      <DutyPhone />
      <Swaps />
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
      <TryButton />
      <Calendar />
      <HandbookLine of="coordinator" class="plain" />
    </>
  );
}
