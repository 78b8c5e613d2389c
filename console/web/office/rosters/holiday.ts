// What a holiday makes of shifts that repeat: they do not take place on its days, and those of workdays alone do on the weekends that are worked for it.
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import { dayAfter } from '../days.ts';
import type { Standing } from './draft.ts';
import { repeatOf, weekdayAt, workdays } from './repeats.ts';

export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** Of a rule that comes round on workdays alone: whoever watches day and night does so on a holiday too. */
export function isOfWorkdays(rule: string | undefined): boolean {
  const repeat = repeatOf(rule);
  return repeat.kind === 'weekly' && repeat.on.every((day) => workdays.includes(day));
}

/** A shift that takes place on a weekend which is worked. The same holiday once more makes the same one. */
export type Worked = { id: string; of: Standing; day: string };

/** @param days weekends that are worked */
export function workedIn(all: readonly Standing[], days: readonly string[]): Worked[] {
  return all.flatMap((of) => days.flatMap((day) => (isAddedOn(of, day) ? [{ id: idOn(of, day), of, day }] : [])));
}

/** An id has 64 letters at most. */
const idOn = ({ document: { id } }: Standing, day: string): string => `${id.slice(0, 50)}-w${day.replaceAll('-', '')}`;

function isAddedOn({ document: { repeats, start } }: Standing, day: string): boolean {
  const repeat = repeatOf(repeats);
  if (repeat.kind !== 'weekly' || !isOfWorkdays(repeats)) return false;
  const within = day >= start.slice(0, 10) && (repeat.until === '' || day <= repeat.until);
  return within && !repeat.on.includes(weekdayAt(day));
}

/** @param there ids of shifts that an earlier time has made */
export function holidayChanges(
  all: readonly Standing[],
  free: readonly string[],
  worked: readonly Worked[],
  there: ReadonlySet<string>,
): RegistryChange[] {
  const off = all.map(({ version, document: { id, except = [] } }): RegistryChange => {
    const set = { except: [...new Set([...except, ...free])].sort() };
    return { kind: 'shifts', id, version, set };
  });
  const added = worked
    .filter(({ id }) => !there.has(id))
    .map(({ id, day, of }): RegistryChange => {
      const { responder, start, end } = of.document;
      const over = daysBetween(start.slice(0, 10), end.slice(0, 10));
      const document = {
        responder,
        start: `${day}${start.slice(10)}`,
        end: `${dayAfter(day, over)}${end.slice(10)}`,
      };
      return { kind: 'shifts', id, version: 0, document };
    });
  return [...off, ...added];
}
