// What was ordered about one incident: by whom, when, and why it was refused where it was.
import { errors } from '../../contracts/errors.ts';
import { isOfficer, officerIn } from '../../contracts/incident/actor.ts';
import { iso } from '../../contracts/iso.ts';
import type { OrdersAnswer } from '../../contracts/office/history.ts';
import { defined } from '../../contracts/shapes.ts';
import { commandsOf } from '../../records/incident/commands.ts';
import type { Db } from '../../records/tables.ts';
import type { DistrictRegistry } from '../../store/district.ts';

/** Of an incident of another district, or outside of where rights end, there are none. */
export async function readOrders(
  { db, district, language }: { db: Db; district: DistrictRegistry; language: 'zh' | 'en' },
  incident: string,
): Promise<OrdersAnswer> {
  const orders = await commandsOf(db, {
    district: district.id,
    incident,
    ...defined({ within: district.reach && [...district.reach.courtyards] }),
  });
  return {
    orders: orders.map(({ at, command, by, outcome, code }) => ({
      at: iso(at),
      command,
      outcome,
      ...defined({
        by: isOfficer(by) ? officerIn(by) : undefined,
        code: code ?? undefined,
        why: whyOf(code, language),
      }),
    })),
  };
}

/** A code of another version stands for itself. */
function whyOf(code: string | null, language: 'zh' | 'en'): string | undefined {
  if (code === null || !Object.hasOwn(errors, code)) return code ?? undefined;
  return errors[code as keyof typeof errors][language];
}
