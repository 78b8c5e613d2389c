// What was done to a document by hand, or by an import: each field as it was and as it became.
import { isDeepStrictEqual } from 'node:util';
import type { Redis } from 'ioredis';
import { iso } from '../../../contracts/iso.ts';
import type { RegistryEdit, RegistryKind } from '../../../contracts/office/registry.ts';
import { defined } from '../../../contracts/shapes.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import { readEdits } from '../../../store/edits.ts';

/** The newest first. */
export async function editsOf(
  redis: Redis,
  district: string,
  place: { kind: RegistryKind; id: string },
): Promise<RegistryEdit[]> {
  const [[standing], edits] = await Promise.all([
    readStanding(redis, district, [place]),
    readEdits(redis, { district, ...place }),
  ]);
  // What an edit made is what the one after it found.
  let now = standing?.document;
  return edits.map(({ version, at, by, how, why, before }) => {
    const fields = differing(before ?? {}, now ?? {});
    now = before;
    return { version, at: iso(at), by, how, ...defined({ why }), fields };
  });
}

function differing(before: Record<string, unknown>, now: Record<string, unknown>): RegistryEdit['fields'] {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (field) => field !== 'locked' && field !== 'id',
  );
  return fields.flatMap((field) =>
    isDeepStrictEqual(before[field], now[field])
      ? []
      : [{ field, ...defined({ before: before[field], after: now[field] }) }],
  );
}
