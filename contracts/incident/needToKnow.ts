// What whoever was asked may know of a resident, by where their part in the incident stands: the one answer that the broker, the
// pages and the gateways read (docs/decisions/023). Kind of call, grid, courtyard, building and distance are for everybody who is asked.
import type { Responder } from '../office/community.ts';
import { keptMsOf, needToKnowOf, type Policy } from '../office/policy.ts';
import type { Purpose, Track } from '../terms.ts';

/**
 * Where somebody's part stands. `asked`: their answer is awaited. `late`: its time has passed, a yes still counts. `taken`: they have said yes.
 * `finished`: done, or closed under them, and not so long ago that it is over. `over`: declined, stood down, or ended long enough ago.
 * `outside`: wherever it stands, it is told through others, who may read it.
 */
export type Standing = 'asked' | 'late' | 'taken' | 'finished' | 'over' | 'outside';

/**
 * `person`: who lives there and behind which door; `sealed`: it is with them and opened by their yes; `withheld`: it is not with them.
 * `keys`: how to get in, and how the resident walks. `phones`: the resident's own number.
 */
export type Known = {
  person: 'shown' | 'sealed' | 'withheld';
  keys: boolean;
  phones: boolean;
  conditions: boolean;
};

/** Somebody's part, as much of it as counts here. `purpose` is absent in messages of versions before needs. */
export type Part = { standing: Standing; track: Track; purpose?: Purpose | undefined };
type Who = Pick<Responder, 'role' | 'otherRoles' | 'skills' | 'grid' | 'courtyard'>;
/** Where it is; empty where no home is known. */
type Where = { grid?: string | undefined; courtyard?: string | undefined };

export const nothing: Known = { person: 'withheld', keys: false, phones: false, conditions: false };

/** @param who undefined for somebody who is no longer in the registry: nothing is at once theirs */
export function knownTo(part: Part, who: Who | undefined, where: Where, policy: Policy): Known {
  switch (part.standing) {
    case 'taken':
      return {
        person: 'shown',
        keys: true,
        phones: true,
        conditions: part.track === 'health' && who !== undefined && isOfHealth(who, policy),
      };
    case 'finished':
      return { ...nothing, person: 'shown', keys: true };
    case 'asked':
      return { ...nothing, person: isAtOnce(part, who, where, policy) ? 'shown' : 'sealed' };
    case 'late':
    case 'over':
    case 'outside':
      return nothing;
  }
}

/** Illnesses are for them, on the health track. */
export function isOfHealth({ role, otherRoles = [], skills = [] }: Who, policy: Policy): boolean {
  const { conditions } = needToKnowOf(policy);
  return (
    [role, ...otherRoles].some((one) => conditions.roles.includes(one)) ||
    skills.some((one) => conditions.skills.includes(one))
  );
}

/** Whoever acts from a desk must say who and where before they can say yes: the ambulance asks. The others as the policy has it. */
function isAtOnce({ purpose }: Part, who: Who | undefined, where: Where, policy: Policy): boolean {
  if (purpose === 'calls' || purpose === 'told' || purpose === 'desk') return true;
  if (who === undefined) return false;
  return needToKnowOf(policy).atOnce.some(
    ({ roles, area }) =>
      roles.some((one) => one === who.role || who.otherRoles?.includes(one)) && isIn(area, who, where),
  );
}

function isIn(area: 'courtyard' | 'own_grid' | 'community', who: Who, { grid, courtyard }: Where): boolean {
  if (area === 'community') return true;
  if (area === 'own_grid') return grid !== undefined && who.grid === grid;
  return courtyard !== undefined && who.courtyard === courtyard;
}

/** Is something that ended then still with whoever had said yes? Epoch ms. */
export const isKept = (endedAt: number, policy: Policy, now: number): boolean => now < endedAt + keptMsOf(policy);

/** `13812341234` is shown as `138****1234` wherever nobody is about to call; of a short number the last two digits. */
export function maskedPhone(phone: string): string {
  const digits = phone.replaceAll(/\D/g, '');
  return digits.length >= 10 ? `${digits.slice(0, 3)}****${digits.slice(-4)}` : `****${digits.slice(-2)}`;
}

/** Names the message that holds what a yes has opened: the same revision as before it, and no receipt is waited for. */
export const openedDelivery = (delivery: string): string => `${delivery}/opened`;
export const isOpened = (delivery: string): boolean => delivery.endsWith('/opened');
