// Which contacts see how a resident is: the consent is of one contact each, by an id that is made with it (docs/decisions/037).
import { plainText } from '../asWritten.ts';
import type { Consent, Contact, Resident } from './community.ts';

/** Does the yes for this contact stand? The last word about them counts. */
export function hasAgreed(consents: readonly Consent[], contact: string): boolean {
  const last = consents.findLast((one) => one.purpose === 'family_sees' && one.contact === contact);
  return last !== undefined && last.withdrawn === undefined;
}

/** May this contact look? A contact who was taken out may not; while contacts cannot be read, the consent alone says it. */
export function mayLook(resident: Resident | undefined, contact: string | undefined): boolean {
  if (resident === undefined || contact === undefined || !hasAgreed(resident.consents ?? [], contact)) return false;
  return resident.locked?.includes('contacts') === true || resident.contacts.some(({ id }) => id === contact);
}

/**
 * Where the resident is, as the family sees and says it. `else`: the office has written down why they are away, which is not theirs to see
 * or to change. What has run out is nothing.
 */
export function awayOfFamily(away: Resident['away'], now: number): NonNullable<Resident['away']> | 'else' | undefined {
  if (away === undefined || (away.until !== undefined && away.until <= now)) return undefined;
  return away.because === 'family' ? away : 'else';
}

/**
 * Contacts as somebody has written them, with the ids of those who were known: by name, else by telephone number where the name is written
 * nowhere any more, since several of one household may have one number. An id that is written is none: whoever stands in another's place does not see what the other one may.
 */
export function withKnownIds(known: readonly Contact[], written: readonly Contact[]): Contact[] {
  const left = [...known];
  const take = (fits: (one: Contact) => boolean): Contact | undefined => {
    const at = left.findIndex(fits);
    return at === -1 ? undefined : left.splice(at, 1)[0];
  };
  const isNamed = (one: Contact, other: Contact): boolean => plainText(one.name) === plainText(other.name);
  const bare = written.map(({ id: _, ...one }) => one);
  // Whoever stands there unchanged is that one, and nobody else of the same name: two nephews may have one.
  const same = bare.map((one) => take((other) => other.phone === one.phone && isNamed(one, other)));
  const byName = bare.map((one, i) => same[i] ?? take((other) => isNamed(one, other)));
  const isGone = (known: Contact): boolean => !bare.some((one) => isNamed(one, known));
  return bare.map((one, i) => {
    const id = (byName[i] ?? take((other) => other.phone === one.phone && isGone(other)))?.id;
    return id === undefined ? one : { id, ...one };
  });
}
