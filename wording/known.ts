// What somebody may know of an incident, with the district as it stands: asked before anything is put into words or on a page.
import { type Known, knownTo, type Part, type Standing } from '../contracts/incident/needToKnow.ts';
import type { KnownDistrict } from '../contracts/office/district.ts';

type About = Omit<Part, 'standing'> & { home?: string | undefined };

/** @param district undefined while it is not in the registry: nobody is known then */
export function knownOf(
  { home, track, purpose }: About,
  standing: Standing,
  district: KnownDistrict | undefined,
  responder: string,
): Known {
  if (!district) return { person: 'withheld', keys: false, phones: false, conditions: false };
  const courtyard = district.homes.get(home ?? '')?.courtyard;
  const where = { courtyard, grid: district.courtyards.get(courtyard ?? '')?.grid };
  return knownTo({ standing, track, purpose }, district.responders.get(responder), where, district.bundle.policy);
}
