// What follows an incident: whoever was taken to hospital is not at home until somebody has seen them home, and after each P1
// somebody visits. The list for the day shift; the incident itself keeps what is due.

import { Type } from 'typebox';
import type { Command } from '../../../contracts/incident/commands.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { IncidentView } from '../../../contracts/incident/views.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readClosed } from '../../../store/log.ts';
import { changeDocument } from '../../../store/writeDistrict.ts';
import type { IncidentParts } from '../parts.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { residentsOf, showing } from '../session/shown.ts';
import { isListed } from './detailKnown.ts';
import { incidentView } from './views.ts';

/** So far back is looked: a week of homecomings in a busy community. */
const closedLookedAt = 1_000;

export function addAftercare(app: App, parts: IncidentParts): void {
  const asks = narrowed(
    route(
      'aftercare.read',
      'closed incidents after which somebody should still see the person, the most overdue first',
      { response: { 200: Type.Object({ incidents: Type.Array(IncidentView) }) } },
    ),
  );
  app.get('/api/v1/aftercare', asks, async (request) => {
    const { me, district } = whoAsksHere(parts, request);
    const closed = await readClosed(parts.redis, district.shard, closedLookedAt, { replay });
    const ours = closed
      .filter((one) => one.district === district.id && isListed(me, one))
      .filter((one) => district.reach?.holdsCall(one) ?? true);
    const due = ours.filter(({ aftercare }) => aftercare !== undefined);
    due.sort((a, b) => (a.aftercare?.by ?? 0) - (b.aftercare?.by ?? 0));
    showing(request, { residents: residentsOf(due, district), purpose: 'aftercare' });
    return { incidents: due.map((one) => incidentView(one, district, parts.clock.now())) };
  });
}

/**
 * Marks the residents of a home away while they are in hospital, and at home again when somebody has seen them there.
 * @param before the incident before the command, which was applied
 */
export async function afterCommand(
  parts: IncidentParts,
  district: DistrictRegistry,
  before: Incident,
  command: Command,
): Promise<void> {
  const toHospital = command.command === 'close' && command.disposition === 'taken_to_hospital';
  const isHome = command.command === 'aftercare_done' && before.aftercare?.what === 'homecoming';
  if (before.home === undefined || (!toHospital && !isHome)) return;
  const since = parts.clock.now();
  for (const { id } of district.residentsOf(before.home))
    await changeDocument(parts.redis, { district: district.id, kind: 'residents', id }, ({ away: _, ...resident }) =>
      toHospital ? { ...resident, away: { since, because: 'hospital' } } : resident,
    );
}
