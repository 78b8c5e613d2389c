// One switch for a hall in which nobody is awake: who is told of every incident at once, and until when.

import { at, type EpochMs } from '../../../contracts/ids.ts';
import { readInstant } from '../../../contracts/instant.ts';
import { iso } from '../../../contracts/iso.ts';
import { longestNightDeskMs } from '../../../contracts/office/nightDesk.ts';
import { NightDesk, NightDeskOrder } from '../../../contracts/office/responders.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { secondIn } from '../../../contracts/wallClock.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { handNightDesk, holdersOfNightDesk } from '../../../store/nightDesk.ts';

import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';

export function addNightDesk(app: App, parts: IncidentParts): void {
  const { redis, clock } = parts;
  const viewOf = (district: DistrictRegistry): NightDesk => ({
    holders: holdersOfNightDesk(district.bundle.responders, at(clock.now())).map(
      ({ id, name, nightDeskUntil = 0 }) => ({
        id,
        name,
        until: iso(nightDeskUntil),
      }),
    ),
  });

  const readAsks = route('nightDesk.read', 'who is told of every incident at once tonight', {
    response: { 200: NightDesk },
  });
  app.get('/api/v1/night-desk', readAsks, async (request) => viewOf(whoAsksHere(parts, request).district));

  const handAsks = route(
    'nightDesk.hand',
    'hands the night desk to a phone, the street or a call centre; without a responder the hall has it again',
    { body: NightDeskOrder, response: { 200: NightDesk, 400: Refusal, 409: Refusal } },
  );
  app.post('/api/v1/night-desk', handAsks, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { responder, until: said } = request.body;
    const now = at(clock.now());
    const to = responder === undefined ? undefined : { responder, until: untilOf(said, district, now) };
    await audit(parts, held, {
      action: 'night_desk',
      about: responder ?? '',
      why: to === undefined ? 'back in the hall' : `until ${secondIn(district.bundle.district.timeZone, to.until)}`,
    });
    if (!(await handNightDesk(redis, district, to))) throw new Refused('unknown_responder', 'responder');
    const after = parts.registry.district(district.id) ?? district;
    const holder = to && district.responders.get(to.responder);
    return holder && to
      ? { holders: [{ id: holder.id, name: holder.name, until: iso(to.until) }] }
      : { holders: to === undefined ? [] : viewOf(after).holders };
  });
}

/** @throws Refused */
function untilOf(said: string | undefined, district: DistrictRegistry, now: EpochMs): EpochMs {
  if (said === undefined) return at(now + longestNightDeskMs);
  const until = readInstant(said, district.bundle.district.timeZone);
  if (until === undefined) throw new Refused('until_unreadable', 'until');
  if (until <= now) throw new Refused('until_past', 'until');
  return at(Math.min(until, now + longestNightDeskMs));
}
