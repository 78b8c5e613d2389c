// An incident that nobody can go on with must not wait in silence: the shard is asked, by its own intake, to show it to the
// duty officer under the names that can still be read. Once: the side record remembers it for as long as the incident is there.
import type { Redis } from 'ioredis';
import type { ShardId } from '../contracts/ids.ts';
import type { DamagedIncident } from '../contracts/incident/inputs.ts';
import { shardKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** The field of the side record that says so. */
const shownField = 'shown_as_damaged';

/**
 * Asks that the duty officer be shown this incident. A crash between the two writes asks twice: the second input is a repeat.
 * @returns false when that was done before
 */
export async function showDamaged(redis: Redis, shard: ShardId, damaged: DamagedIncident): Promise<boolean> {
  const { intake, side } = shardKeys(shard);
  if ((await redis.hexists(side(damaged.incident), shownField)) === 1) return false;
  await writeAnyway(redis, 'XADD', intake, '*', 'input', JSON.stringify(damaged));
  await writeAnyway(redis, 'HSET', side(damaged.incident), shownField, JSON.stringify({ text: damaged.why }));
  return true;
}
