// Who lived where when. An incident has its home, and a home has had others before: of whoever has moved in, moved or left since the
// first import it is written down here; of everybody else the registry says it. It leads from ids to a person, and goes when they are erased.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { directoryKeys } from './keys.ts';

/** `from` absent: since before it was written down; `until` absent: still. Both ms. */
const Stay = Type.Object({
  home: Type.String(),
  from: Type.Optional(Type.Integer()),
  until: Type.Optional(Type.Integer()),
});
export type Stay = Static<typeof Stay>;
const Check = Compile(Type.Array(Stay));

/** More than anybody moves; past it the oldest are forgotten. */
const staysAtMost = 50;
/** An import that is undone within a day was a mistake: nobody had moved. */
const mistakeMs = 24 * 3_600_000;

export const staysIn = (text: string | null | undefined): Stay[] | undefined => readAs(Check, text);

/** @param home where they live from now on; undefined: nowhere that we know */
export function afterMove(stays: readonly Stay[], home: string | undefined, at: number): Stay[] {
  const ended = stays.map((stay) => ({ ...stay, until: stay.until ?? at }));
  if (home === undefined) return ended;
  const back = ended.findLast((stay) => stay.home === home && at - stay.until < mistakeMs);
  if (!back) return [...ended, { home, from: at }].slice(-staysAtMost);
  const { until: _, ...on } = back;
  return [...ended.filter((stay) => stay !== back), on];
}

/** Whose stay has changed between two states of a district, with all of their stays. Homes by resident. */
export function moved(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  known: Readonly<Record<string, string>>,
  at: number,
): Map<string, Stay[]> {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
  return new Map(
    changed.map((id) => {
      const [home, next] = [before.get(id), after.get(id)];
      return [id, afterMove(staysIn(known[id]) ?? (home === undefined ? [] : [{ home }]), next, at)];
    }),
  );
}

/** What of an incident says when it was. */
export type Happened = { home?: unknown; openedAt?: number; presses?: readonly { receivedAt: number }[] };

/** Somebody with these stays lived there when it began, or when it was pressed once more. */
export function happenedTo(stays: readonly Stay[], { home, openedAt, presses = [] }: Happened): boolean {
  const instants = [...(openedAt === undefined ? [] : [openedAt]), ...presses.map(({ receivedAt }) => receivedAt)];
  return stays.some(
    (stay) =>
      stay.home === home &&
      // A state without an instant is damaged: rather too much is erased.
      (instants.length === 0 || instants.some((at) => at >= (stay.from ?? 0) && at < (stay.until ?? Infinity))),
  );
}

/** Whoever has moved, with where they lived when. */
export async function readAllStays(redis: Redis, district: string): Promise<Map<string, Stay[]>> {
  const found = await redis.hgetall(directoryKeys.stays(district));
  return new Map(
    Object.entries(found).flatMap(([id, text]) => {
      const stays = staysIn(text);
      return stays ? [[id, stays] as const] : [];
    }),
  );
}
