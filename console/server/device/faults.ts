// The faults that stand, as they were promised, and their end: a human says what became of each (docs/decisions/043).
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import type { Fault } from '../../../contracts/device/faults.ts';
import { FaultClosing, type FaultView } from '../../../contracts/device/upkeep.ts';
import { at } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import { yardOf } from '../../../contracts/office/district.ts';
import { mendWithinDaysOf } from '../../../contracts/office/policy.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import { clearAlarm } from '../../../store/alarms.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { closeFault, readFaults } from '../../../store/faults.ts';
import type { OfficeSocket } from '../office/askOffice.ts';
import type { RegistryParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { whose } from './whose.ts';
import { workedIn } from './worked.ts';

const dayMs = 24 * 3_600_000;

/** The overdue first, then by the promised day. A warning is no promise. */
export async function faultsOf(redis: Redis, district: DistrictRegistry, now: number): Promise<FaultView[]> {
  const standing = await readFaults(redis, { shard: district.shard, district: district.id });
  const today = dayIn(district.bundle.district.timeZone, now);
  const coordinators = coordinatorsOf(district);
  // Whoever sees a part of the district sees the faults of its devices, and no gateway that hangs elsewhere.
  const isShown = (id: string): boolean => district.reach === undefined || district.devices.has(id);
  return [...standing]
    .filter(([id]) => isShown(id))
    .flatMap(([id, faults]) => faults.filter(({ kind }) => kind !== 'at_risk').map((fault) => ({ id, fault })))
    .map(({ id, fault }) => viewOf(id, fault, { district, today, coordinators }))
    .sort((a, b) => a.promised.localeCompare(b.promised) || a.since.localeCompare(b.since));
}

export function addFaultClosing(app: App, parts: RegistryParts & OfficeSocket): void {
  app.post(
    '/api/v1/office/devices/close',
    route('device.close', 'says what became of a fault: tested after it was mended, replaced, or removed', {
      body: FaultClosing,
      response: { 200: Type.Object({}), 404: Refusal, 409: Refusal, 503: Refusal },
    }),
    async (request) => {
      const { held, district } = whoAsksHere(parts, request);
      const { id, kind, how } = request.body;
      const where = { shard: district.shard, district: district.id };
      const fault = (await readFaults(parts.redis, where)).get(id)?.find((one) => one.kind === kind);
      if (!fault) throw new Refused('no_fault', 'id');
      if (how === 'tested') await checkTested(parts, request as FastifyRequest, id, fault);
      if (!(await closeFault(parts.redis, where, { of: id, kind }))) throw new Refused('no_fault', 'id');
      // Else the next round would find it again: whoever says so knows that nothing hangs on it.
      if (kind === 'gateway_down' && how !== 'tested')
        await clearAlarm(parts.redis, { code: 'gateway_down', subject: `${district.id}/${id}` }, at(parts.clock.now()));
      await audit(parts, held, { action: 'fault_closed', about: id, name: kind, reason: how });
      return {};
    },
  );
}

/** Mended is what works: nothing is wrong now, and somebody has pressed it since it was. Of a gateway the machine alone can tell. */
async function checkTested(
  parts: RegistryParts & OfficeSocket,
  request: FastifyRequest,
  device: string,
  { kind, goodSince, over }: Fault,
): Promise<void> {
  if (goodSince === undefined && over === undefined) throw new Refused('not_tested', 'how');
  if (kind === 'gateway_down') return;
  const worked = await workedIn(parts, request);
  if (!worked) throw new Refused('books_away');
  if ((worked.at.get(device) ?? 0) < (goodSince ?? over ?? 0)) throw new Refused('not_tested', 'how');
}

type Ground = {
  district: DistrictRegistry;
  today: string;
  coordinators: ReadonlyMap<string, FaultView['coordinators']>;
};

function viewOf(id: string, { kind, since, over }: Fault, { district, today, coordinators }: Ground): FaultView {
  const { bundle } = district;
  const promised = dayIn(bundle.district.timeZone, since + mendWithinDaysOf(bundle.policy) * dayMs);
  const home = district.homes.get(district.homeOf(id) ?? '');
  const grid = home && yardOf(home.courtyard, district).grid;
  const { says, residents } = whose(id, district);
  const source = district.sources.get(id.split('/')[0] ?? '');
  return {
    id,
    kind,
    since: iso(since),
    promised,
    overdue: promised < today,
    says: kind === 'gateway_down' ? (source?.name ?? id) : says,
    residents,
    coordinators: coordinators.get(grid?.id ?? '') ?? [],
    ...defined({ over: over === undefined ? undefined : iso(over), grid }),
  };
}

/** Who looks after a grid. */
function coordinatorsOf({ bundle }: DistrictRegistry): Map<string, FaultView['coordinators']> {
  const byGrid = new Map<string, FaultView['coordinators']>();
  for (const { id, name, role, grid } of bundle.responders)
    if (role === 'grid_coordinator' && grid !== undefined)
      byGrid.set(grid, [...(byGrid.get(grid) ?? []), { id, name }]);
  return byGrid;
}
