// A district as somebody sees it whose rights reach over a part of it (docs/decisions/041): made of the documents within, and of nothing else.
import { bundleWithin, reachOf } from '../contracts/office/reach.ts';
import { areaSays, type RightsArea } from '../contracts/session/area.ts';
import { DistrictRegistry } from './district.ts';

const known = new WeakMap<DistrictRegistry, Map<string, DistrictRegistry>>();

/** The same one as long as nothing has changed: what is worked out from it is worked out once. */
export function districtWithin(whole: DistrictRegistry, area: RightsArea): DistrictRegistry {
  const mine = known.get(whole) ?? new Map<string, DistrictRegistry>();
  known.set(whole, mine);
  const name = areaSays(area);
  const found = mine.get(name);
  if (found) return found;
  const reach = reachOf(whole.bundle, area);
  const made = new DistrictRegistry(bundleWithin(whole.bundle, reach), whole.shard, undefined, reach);
  mine.set(name, made);
  return made;
}
