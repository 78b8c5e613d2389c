// What the cells of a row say of a resident's daily sign of life.
import type { CheckIn } from '../../../contracts/office/checkIn.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Line } from './sheetLine.ts';

/** A cell that is empty leaves what was agreed; times alone are an agreement. */
export function checkInOf(line: Line, known: CheckIn | undefined): unknown {
  const by = line.value('checkIn.by') as readonly string[] | undefined;
  const said = defined({
    by: by?.map((time) => time.replace('：', ':').replace(/^(\d):/, '0$1:')),
    graceMinutes: line.value('checkIn.graceMinutes'),
    signs: line.value('checkIn.signs'),
    days: line.value('checkIn.days'),
  });
  return Object.keys(said).length === 0 ? undefined : { ...known, ...said };
}
