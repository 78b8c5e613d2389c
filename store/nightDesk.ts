// The night desk: nobody in the hall is awake, so one phone, the street or a call centre is told of every incident at once. It is
// kept with whoever holds it, so that the decision finds it where it finds everybody.
import type { Redis } from 'ioredis';
import type { EpochMs } from '../contracts/ids.ts';
import type { Responder } from '../contracts/office/community.ts';
import type { DistrictRegistry } from './district.ts';
import { changeDocument } from './writeDistrict.ts';

/** Who has it at an instant; usually one or nobody. */
export const holdersOfNightDesk = (people: readonly Responder[], now: EpochMs): Responder[] =>
  people.filter(({ nightDeskUntil }) => nightDeskUntil !== undefined && now < nightDeskUntil);

/**
 * Hands it to somebody, or takes it back to the hall.
 * @param to undefined: the hall has it again
 * @returns false when there is no such person; nothing was changed then
 */
export async function handNightDesk(
  redis: Redis,
  district: DistrictRegistry,
  to: { responder: string; until: EpochMs } | undefined,
): Promise<boolean> {
  const place = (id: string) => ({ district: district.id, kind: 'responders', id }) as const;
  if (to !== undefined) {
    let found = false;
    await changeDocument(redis, place(to.responder), (one) => {
      found = true;
      return { ...one, nightDeskUntil: to.until };
    });
    if (!found) return false;
  }
  const before = district.bundle.responders.filter(
    ({ id, nightDeskUntil }) => nightDeskUntil !== undefined && id !== to?.responder,
  );
  for (const { id } of before) await changeDocument(redis, place(id), ({ nightDeskUntil: _, ...one }) => one);
  return true;
}
