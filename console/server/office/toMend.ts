// What must be mended before somebody presses: homes that could not be helped, by address and who lives there, and what runs out within a month.

import { iso } from '../../../contracts/iso.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import { type Expiring, expiringWithinDays, ToMend } from '../../../contracts/office/readiness.ts';
import { defined } from '../../../contracts/shapes.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import { certifiedLogins } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readReadiness } from '../../../store/readiness.ts';
import type { RegistryParts } from '../parts.ts';
import { answers } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { judgedWithin, totalsOf } from './coverage.ts';

const dayMs = 86_400_000;

export function addToMend(app: App, parts: RegistryParts): void {
  const { redis, clock } = parts;
  const asks = narrowed(
    route(
      'readiness.mend',
      'homes that could not be helped now, with who lives there, and what runs out within a month',
      {
        response: answers(ToMend),
      },
    ),
  );
  app.get('/api/v1/office/readiness', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const judged = judgedWithin(district, await readReadiness(redis, district.shard, district.id));
    const homes = (judged?.homes ?? [])
      .filter(({ state }) => state !== 'ready')
      .map((home) => {
        const devices = district.devicesOf(home.id);
        const unfinished = devices.filter(({ installing }) => installing !== undefined).map(({ id }) => id);
        return {
          ...home,
          says: lineOf(placeOf(home.id, district)),
          residents: district.residentsOf(home.id).map(({ id, name }) => ({ id, name })),
          devices: devices.map(({ id }) => id),
          ...(unfinished.length === 0 ? {} : { unfinished }),
        };
      });
    showing(request, {
      residents: homes.flatMap((home) => home.residents.map(({ id }) => id)),
      purpose: 'administration',
    });
    return {
      ...totalsOf(judged?.homes ?? []),
      ...defined({ judgedAt: judged && iso(judged.at) }),
      homes,
      expiring: [...registered(district, clock.now()), ...(await certificates(parts, district))].sort(
        (a, b) => a.daysLeft - b.daysLeft,
      ),
    };
  });
}

/** What devices, bicycles and the district say of themselves. */
function registered(district: DistrictRegistry, now: number): Expiring[] {
  const today = Date.parse(dayIn(district.bundle.district.timeZone, now));
  const all = [
    ...district.bundle.devices.map((one) => ({ ...one, kind: 'devices' as const, says: one.id })),
    ...district.bundle.bicycles.map((one) => ({ ...one, kind: 'bicycles' as const, says: one.plate })),
    ...(district.reach ? [] : [district.bundle.district]).map((one) => ({
      ...one,
      kind: 'district' as const,
      says: one.name,
    })),
  ];
  return all.flatMap(({ kind, id, says, expires = [] }) =>
    expires.flatMap(({ what, on, note }) => {
      const daysLeft = Math.round((Date.parse(on) - today) / dayMs);
      return daysLeft > expiringWithinDays ? [] : [{ kind, id, says, what, on, daysLeft, ...defined({ note }) }];
    }),
  );
}

/** Of a login the newest counts: an older one may run out. */
async function certificates(
  { redis, clock }: RegistryParts,
  { id: here, bundle, reach, devices }: DistrictRegistry,
): Promise<Expiring[]> {
  const now = clock.now();
  return (await certifiedLogins(redis)).flatMap(({ id, district, certificates: all = [] }): Expiring[] => {
    const until = Math.max(0, ...all.map(({ expiresAt }) => expiresAt));
    const daysLeft = Math.floor((until - now) / dayMs);
    if (reach && !devices.has(id) && !reach.knows('responders', id)) return [];
    if (district !== here || until === 0 || daysLeft > expiringWithinDays) return [];
    return [
      { kind: 'certificate', id, says: id, what: 'certificate', on: dayIn(bundle.district.timeZone, until), daysLeft },
    ];
  });
}
