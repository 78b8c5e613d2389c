// What concerns a resident, for the copy that they are given and for erasing alike: the incidents of the homes that they lived in, while they
// lived there, and what the audit says of them or of one of these. Which incidents: stays.ts.
import type { Redis } from 'ioredis';
import type { AuditLine } from './audit.ts';
import { directoryKeys } from './keys.ts';
import { type Stay, staysIn } from './stays.ts';
import { homesOf } from './writeDistrict.ts';

/** Where they live and lived; none for somebody of whom nothing is known. */
export async function readStays(redis: Redis, district: string, resident: string): Promise<Stay[]> {
  const known = staysIn(await redis.hget(directoryKeys.stays(district), resident));
  return known ?? (await homesOf(redis, district, resident)).map((home) => ({ home }));
}

/** @param incidents ids of those that concern them */
export const isAbout = (
  { about = '', incident = '', residents = [] }: Pick<AuditLine, 'about' | 'incident' | 'residents'>,
  resident: string,
  incidents: ReadonlySet<string>,
): boolean => about === resident || residents.includes(resident) || incidents.has(incident) || incidents.has(about);
