// Who did what that no incident's log holds: signing in, looking at what is kept from most, handing over a shift.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ShardId } from '../contracts/ids.ts';
import { shardKeys } from './keys.ts';
import { writeAnyway } from './pastLimit.ts';

/** `about`: the id of what it was done to. */
export const AuditRecord = Type.Object({
  at: Type.Integer(),
  by: Type.String(),
  role: Type.String(),
  action: Type.Enum([
    'signed_in',
    'sign_in_refused',
    'signed_out',
    'password_set',
    'account_made',
    'account_removed',
    'token_made',
    'login_made',
    'conditions_shown',
    'duty_switched',
    'imported',
    'handed_over',
    'backed_up',
  ]),
  about: Type.Optional(Type.String()),
  why: Type.Optional(Type.String()),
});
export type AuditRecord = Static<typeof AuditRecord>;

const AuditCheck = Compile(AuditRecord);
/** Some ten years of a community: a hundred a day. About 200 bytes each. */
const keptAtMost = 400_000;

/** Where a district's records lie. */
export type AuditPlace = { id: string; shard: ShardId };

export async function appendAudit(redis: Redis, { id, shard }: AuditPlace, record: AuditRecord): Promise<void> {
  const { audit } = shardKeys(shard);
  // What cannot be audited is not shown, and an officer must see: it is written past the memory limit too.
  await writeAnyway(redis, 'XADD', audit(id), 'MAXLEN', '~', keptAtMost, '*', 'record', JSON.stringify(record));
}

/** The latest records, newest first. @param action only these */
export async function readAudit(
  redis: Redis,
  { id, shard }: AuditPlace,
  { limit, action }: { limit: number; action?: AuditRecord['action'] },
): Promise<AuditRecord[]> {
  const entries = await redis.xrevrange(shardKeys(shard).audit(id), '+', '-', 'COUNT', action ? keptAtMost : limit);
  const records = entries.map(([, fields]) => AuditCheck.Parse(JSON.parse(fields[1] ?? 'null')));
  return records.filter((one) => action === undefined || one.action === action).slice(0, limit);
}
