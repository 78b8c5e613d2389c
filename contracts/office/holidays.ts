// Public holidays of China and the weekends that are worked for them, as far as the State Council has published them (publicHolidays.ts). Plain, for
// the page counts with them too.
import { type PublicHoliday, publicHolidays, publishedYears } from './publicHolidays.ts';

/** Those that end on this day or later, the soonest first. */
export const holidaysFrom = (day: string): PublicHoliday[] => publicHolidays.filter(({ to }) => to >= day);

/** The State Council publishes the next year in November: from December on whoever plans needs it. */
const neededFromMonth = 12;

/** Years that are needed by this day and not known: whoever plans them enters their holidays by hand. */
export function unknownYears(day: string): number[] {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const needed = month >= neededFromMonth ? [year, year + 1] : [year];
  return needed.filter((one) => !publishedYears.includes(one));
}
