// Everything that is wrong with a district before it is taken over, asked at every door by which one comes in.

import type { EpochMs } from '../../contracts/ids.ts';
import type { CommunityBundle } from '../../contracts/office/community.ts';
import type { Problem } from '../../contracts/office/problem.ts';
import { checkReferences } from '../../contracts/office/references.ts';
import { checkRoads } from '../../geography/islands.ts';
import { checkPlaces } from '../../geography/places.ts';
import { checkRoster } from './roster/rosterCheck.ts';

/** @param now when it is to be used; its roster is tried as it would be used then */
export const checkDistrict = (bundle: CommunityBundle, now: EpochMs): Problem[] => [
  ...checkReferences(bundle),
  ...checkPlaces(bundle),
  ...checkRoster(bundle, now),
  ...checkRoads(bundle),
];
