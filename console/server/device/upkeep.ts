// What the report says of devices: which are silent, which want a battery, which nobody has tried for too long. As it is now: what is alive is known to the
// store, when a button last worked to the books.
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { DeviceUpkeep, UpkeepFile } from '../../../contracts/device/upkeep.ts';
import { iso } from '../../../contracts/iso.ts';
import { mendWithinDaysOf, testWithinDaysOf } from '../../../contracts/office/policy.ts';
import { defined } from '../../../contracts/shapes.ts';
import { isAlive, isLow, limitsOf } from '../../../dispatcher/domain/device/judge.ts';
import { modelOf } from '../../../dispatcher/domain/device/models.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readHeard } from '../../../store/heard.ts';
import { upkeepTable } from '../../../wording/upkeep.ts';
import { askOffice, type OfficeSocket } from '../office/askOffice.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, languageOf } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { type ShownParts, showing, writeShown } from '../session/shown.ts';
import { faultsOf } from './faults.ts';
import { whose } from './whose.ts';
import { type Worked, workedIn } from './worked.ts';

const dayMs = 24 * 3_600_000;

export type UpkeepParts = RegistryParts & OfficeSocket & ShownParts;

export function addUpkeep(app: App, parts: UpkeepParts): void {
  const read = async (request: FastifyRequest): Promise<{ upkeep: DeviceUpkeep; timeZone: string }> => {
    const { district } = whoAsksHere(parts, request);
    const worked = await workedIn(parts, request);
    const upkeep = await upkeepOf(parts.redis, district, { now: parts.clock.now(), worked });
    const { silent, batteryLow, untested = [], suspect = [], faults } = upkeep;
    const all = [...silent, ...batteryLow, ...untested, ...suspect, ...faults];
    const residents = [...new Set(all.flatMap((one) => one.residents.map(({ id }) => id)))];
    showing(request, { residents, purpose: 'administration' });
    return { upkeep, timeZone: district.bundle.district.timeZone };
  };
  app.get(
    '/api/v1/office/devices',
    narrowed(
      route('device.upkeep', 'devices that are silent, want a battery, or were not tried for too long', {
        response: answers(DeviceUpkeep),
      }),
    ),
    async (request) => (await read(request)).upkeep,
  );
  app.get(
    '/api/v1/office/devices.csv',
    narrowed(route('device.export', 'the same as a file, a line a device and reason', { querystring: UpkeepFile })),
    async (request, reply) => {
      const { upkeep, timeZone } = await read(request);
      const { language = languageOf(request.headers['accept-language']) } = request.query;
      const file = await askOffice(parts, request, '/sheet.csv', {
        method: 'POST',
        type: 'application/json',
        body: JSON.stringify(upkeepTable(upkeep, timeZone, language)),
      });
      await writeShown(parts, request);
      return reply
        .type(file.type)
        .header('content-disposition', 'attachment; filename="yijiantong-devices.csv"')
        .send(file.body);
    },
  );
}

type Known = { now: number; worked: Worked | undefined };

export async function upkeepOf(
  redis: Redis,
  district: DistrictRegistry,
  { now, worked }: Known,
): Promise<DeviceUpkeep> {
  const { policy } = district.bundle;
  // What is not installed yet is mended by installing it: readiness lists it.
  const devices = district.bundle.devices.filter(({ installing }) => installing === undefined);
  const { deviceSilentHours, batteryLowPercent } = policy.readiness;
  const testWithinDays = testWithinDaysOf(policy);
  const heard = await readHeard(
    redis,
    district.shard,
    devices.map(({ id }) => id),
  );
  const all = devices.map((device, i) => {
    const facts = heard[i] ?? { connected: false };
    return { id: device.id, facts, limits: limitsOf(modelOf(device), policy.readiness) };
  });
  const silent = all.filter(({ facts, limits }) => !isAlive(facts, limits, now));
  const low = all.filter(({ facts, limits }) => isLow(facts, limits));
  const tried = worked && all.map(({ id }) => ({ id, at: worked.at.get(id) }));
  const untested = tried?.filter((one) => one.at === undefined || one.at < now - testWithinDays * dayMs);
  const suspect = worked && all.flatMap(({ id }) => ({ id, calls: worked.suspects.get(id) ?? 0 }));
  return {
    at: iso(now),
    devices: devices.length,
    batteryLowPercent,
    testWithinDays,
    mendWithinDays: mendWithinDaysOf(policy),
    faults: await faultsOf(redis, district, now),
    silent: silent
      .sort((a, b) => (a.facts.heardAt ?? 0) - (b.facts.heardAt ?? 0))
      .map(({ id, facts }) => ({ ...whose(id, district), ...at('heardAt', facts.heardAt) })),
    batteryLow: low
      .sort((a, b) => (a.facts.battery ?? 0) - (b.facts.battery ?? 0))
      .map(({ id, facts: { battery = 0 } }) => ({ ...whose(id, district), battery: Math.round(battery) })),
    ...defined({
      silentHours: deviceSilentHours,
      untested: untested
        ?.sort((a, b) => (a.at ?? 0) - (b.at ?? 0))
        .map(({ id, at: workedAt }) => ({ ...whose(id, district), ...at('workedAt', workedAt) })),
      suspect: suspect
        ?.filter(({ calls }) => calls > 0)
        .sort((a, b) => b.calls - a.calls)
        .map(({ id, calls }) => ({ ...whose(id, district), calls })),
    }),
  };
}

const at = <Name extends string>(name: Name, ms: number | undefined): Partial<Record<Name, string>> =>
  ms === undefined ? {} : ({ [name]: iso(ms) } as Record<Name, string>);
