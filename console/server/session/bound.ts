// Who can be bound to an area of rights, and to what (docs/decisions/041).
import type { RightsArea } from '../../../contracts/session/area.ts';
import type { Role } from '../../../contracts/terms.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { Refused } from '../refusal.ts';

/** @throws Refused for a role that works for the whole community, and for a node that is not there */
export function mayBind(district: DistrictRegistry, role: Role, area: RightsArea | undefined): void {
  if (area === undefined) return;
  if (role !== 'community') throw new Refused('area_of_community', 'area');
  if (area.some(({ kind, id }) => !district[kind].has(id))) throw new Refused('not_found', 'area');
}
