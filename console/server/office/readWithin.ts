// Reading the registry from an area of it (docs/decisions/041): a document by its id, and what was changed together.
import type { Redis } from 'ioredis';
import type { RegistryKind } from '../../../contracts/office/registry.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readStanding, type Standing } from '../../../store/editDistrict.ts';
import { beforeEdit } from '../../../store/edits.ts';
import { Refused } from '../refusal.ts';

type Place = { kind: RegistryKind; id: string };

/** A document as it stands, with its edits. @throws Refused when it lies outside, also as it was when it was removed */
export async function standingWithin(
  redis: Redis,
  district: DistrictRegistry,
  { kind, id }: Place,
): Promise<Standing | undefined> {
  const [standing] = await readStanding(redis, district.id, [{ kind, id }]);
  if (standing === undefined || district.reach === undefined) return standing;
  const document = standing.document ?? lastOf(redis, district.id, standing);
  const isThere = standing.version > 0 || document !== undefined;
  if (isThere && !district.reach.shows(kind, { ...document, id })) throw new Refused('outside_area', 'id');
  return standing;
}

/** What a document was before it was removed; undefined when it never was, or that has been forgotten. */
export function lastOf(
  redis: Redis,
  district: string,
  { kind, id, edits }: Standing,
): Record<string, unknown> | undefined {
  return edits === null ? undefined : (beforeEdit(redis, { district, kind, id }, edits) ?? {});
}

/** Lies all of it within, as it stands now? */
export function isWithin({ reach, id: here, bundle }: DistrictRegistry, named: readonly Place[]): boolean {
  if (reach === undefined) return true;
  return named.every(
    ({ kind, id }) =>
      id !== here &&
      kind !== 'district' &&
      kind !== 'policy' &&
      bundle[kind].some((one) => one.id === id && reach.holds(kind, one)),
  );
}
