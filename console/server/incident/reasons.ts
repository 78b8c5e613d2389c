// 理由待补: incidents that nobody acknowledged in time, for which nobody has written why. From the life line, so that it is known while the books are away.
import { Type } from 'typebox';
import { IncidentView } from '../../../contracts/incident/views.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import { owesReason } from '../../../dispatcher/domain/incident/lateness.ts';
import { readClosed } from '../../../store/log.ts';
import type { IncidentParts } from '../parts.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { residentsOf, showing } from '../session/shown.ts';
import { incidentView } from './views.ts';

/** So far back is looked: some weeks of a busy community. What lies in the archive takes no order any more. */
const closedLookedAt = 1_000;

export function addReasons(app: App, parts: IncidentParts): void {
  const asks = narrowed(
    route('reason.list', 'incidents that were acknowledged too late and have no written reason, the oldest first', {
      response: { 200: Type.Object({ incidents: Type.Array(IncidentView) }) },
    }),
  );
  app.get('/api/v1/reasons', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const now = parts.clock.now();
    const closed = await readClosed(parts.redis, district.shard, closedLookedAt, { replay });
    const all = [...parts.live.open(district.id), ...closed]
      .filter((one) => one.district === district.id)
      .filter((one) => district.reach?.holdsCall(one) ?? true);
    const owed = all.filter((one) => owesReason(one, now)).sort((a, b) => (a.id < b.id ? -1 : 1));
    showing(request, { residents: residentsOf(owed, district), purpose: 'aftercare' });
    return { incidents: owed.map((one) => incidentView(one, district, now)) };
  });
}
