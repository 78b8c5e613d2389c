// Where districts end. Ids of devices, people and logins are known to the whole installation: a name that another district has is
// refused, and the try is written down in the district of whoever tried.
import type { ErrorCode } from '../../../contracts/errors.ts';
import { readCredential } from '../../../store/directory.ts';
import type { Held } from '../../../store/tokens.ts';
import { Refused } from '../refusal.ts';
import { audit, type SessionParts } from './caller.ts';

type Parts = Pick<SessionParts, 'redis' | 'registry' | 'clock'>;

/** @throws Refused when a device or a person of this id, or their login, is another district's */
export async function refuseElsewhere(
  parts: Parts,
  held: Held,
  { id, field }: { id: string; field: string },
): Promise<void> {
  const own = held.grant.district;
  const credential = await readCredential(parts.redis, id);
  if (isHeldBeyond(parts, own, id) || (credential !== undefined && credential.district !== own))
    await refuse(parts, held, { about: id, field });
}

/** Is this the id of a device or a person of any district but this one? */
export function isHeldBeyond({ registry }: Pick<Parts, 'registry'>, district: string, id: string): boolean {
  return registry.all().some((other) => other.id !== district && (other.devices.has(id) || other.responders.has(id)));
}

/** Writes the try down. @throws Refused, always */
export async function refuse(
  parts: Parts,
  held: Held,
  { about, field, code = 'other_district' }: { about: string; field: string; code?: ErrorCode },
): Promise<never> {
  await audit(parts, held, { action: 'refused_elsewhere', about, why: field });
  throw new Refused(code, field);
}
