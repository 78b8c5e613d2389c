// The policy of a district that takes effect later: one, with its instant and who planned it. It goes in the very step in which it is written as the
// policy that holds (editDistrict.ts), so it takes effect once, however many look after it.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { Role } from '../contracts/terms.ts';
import { directoryKeys } from './keys.ts';

/** `policy`: as it was sent; whether it is one is looked at before it is taken over. `refused`: its instant came, and why it was not. */
const Planned = Type.Object({
  id: Type.String(),
  at: Type.Integer(),
  plannedAt: Type.Integer(),
  by: Type.String(),
  actor: Type.String(),
  role: Role,
  why: Type.Optional(Type.String()),
  base: Type.Integer(),
  policy: Type.Record(Type.String(), Type.Unknown()),
  refused: Type.Optional(Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }))),
});
export type Planned = Static<typeof Planned>;
const Check = Compile(Planned);

/** What is planned, with the text that it lies there as. `planned` is missing where nobody can read it. */
export type PlannedText = { text: string; planned: Planned | undefined };

/** In the order of the districts; undefined where nothing is planned. */
export async function readPlanned(redis: Redis, districts: readonly string[]): Promise<(PlannedText | undefined)[]> {
  if (districts.length === 0) return [];
  const texts = await redis.mget(...districts.map(directoryKeys.plannedPolicy));
  return texts.map((text) => (text === null ? undefined : { text, planned: readAs(Check, text) }));
}

// KEYS 1 planned   ARGV 1 as it was read; empty: nothing  2 as it is from now on; empty: nothing
const swapScript = `#!lua flags=allow-oom
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1]) else redis.call('SET', KEYS[1], ARGV[2]) end
return 1`;

/** Plans, plans anew or takes back, if what is planned is still what was read. @returns whether it was */
export const swapPlanned = async (
  redis: Redis,
  district: string,
  { was, is }: { was: string | undefined; is: Planned | undefined },
): Promise<boolean> =>
  (await redis.eval(
    swapScript,
    1,
    directoryKeys.plannedPolicy(district),
    was ?? '',
    is === undefined ? '' : JSON.stringify(is),
  )) === 1;
