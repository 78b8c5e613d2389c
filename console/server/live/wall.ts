// What the wall in the community hall shows: counts by grid. Nobody can be told from it, and no door.

import type { Incident } from '../../../contracts/incident/state.ts';
import type { WallView } from '../../../contracts/incident/views.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { isAlone } from '../incident/alone.ts';
import { isOnDuty } from '../office/duty.ts';
import type { Month } from '../office/month.ts';

export function wallView(
  district: DistrictRegistry,
  open: readonly Incident[],
  parts: { now: number; month: Month; covered: WallView['covered'] },
): WallView {
  const gridOf = (incident: Incident): string | undefined => {
    const home = incident.home === undefined ? undefined : district.homes.get(incident.home);
    return home && district.courtyards.get(home.courtyard)?.grid;
  };
  const grids = district.bundle.grids.map(({ id }) => {
    const here = open.filter((incident) => gridOf(incident) === id);
    const verify = here.filter(({ marks }) => marks.includes('cancel_requested'));
    const rest = here.filter((incident) => !verify.includes(incident));
    const alone = rest.filter(isAlone);
    return { id, fresh: alone.length, active: rest.length - alone.length, verify: verify.length };
  });
  const coordinators = district.bundle.responders.filter(({ role }) => role === 'grid_coordinator');
  return {
    grids,
    coordinators: {
      onDuty: coordinators.filter((one) => isOnDuty(one, district, parts.now)).length,
      of: coordinators.length,
    },
    ...(parts.covered ? { covered: parts.covered } : {}),
    month: parts.month,
  };
}
