// The door for whoever stands beside a resident and tries their button: the first press within some minutes is a test.
import { Type } from 'typebox';
import { ulid } from 'ulid';
import { NewTestWindow, TestWindowAnswer } from '../../../contracts/device/testWindow.ts';
import { RegistryId } from '../../../contracts/ids.ts';
import type { TestWindowInput } from '../../../contracts/incident/inputs.ts';
import { iso } from '../../../contracts/iso.ts';
import { yardOf } from '../../../contracts/office/district.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { ask } from '../ask.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { awaitTurn } from '../session/rates.ts';

const usualMinutes = 5;

export function addTestWindow(app: App, parts: IncidentParts): void {
  const asks = route('device.test', 'the first press of a device within some minutes is a test, a second one is real', {
    params: Type.Object({ id: RegistryId }),
    body: NewTestWindow,
    response: { 200: TestWindowAnswer, 202: TestWindowAnswer, 403: Refusal, 404: Refusal, 409: Refusal },
  });
  app.post('/api/v1/devices/:id/test-window', narrowed(asks), async (request, reply) => {
    const { me, held, district, whole } = whoAsksHere(parts, request);
    const device = request.params.id;
    if (!district.devices.has(device))
      throw new Refused(whole.devices.has(device) ? 'outside_area' : 'not_found', 'id');
    if (me.role === 'responder' && !isNear(district, me.responder, device)) throw new Refused('not_allowed');
    await awaitTurn(parts.rates, me);
    const { id = ulid(), minutes = usualMinutes } = request.body;
    const actor = actorOf(held);
    const input: TestWindowInput = {
      v: 1,
      kind: 'test_window',
      district: district.id,
      device,
      by: me.name,
      actor,
      id,
      minutes,
    };
    // Who made presses tests is written down before any can be one.
    await audit(parts, held, { action: 'test_window', about: device });
    const result = await ask(parts, { shard: district.shard, input, log: request.log });
    if (result?.outcome === 'refused') throw new Refused(result.code);
    if (result?.outcome !== 'recorded' || result.what !== 'test_window') return reply.code(202).send({ device });
    return { device, until: iso(result.until) };
  });
}

/** Whoever is sent tries the buttons of their own grid or courtyard: they know the number from the device itself. */
function isNear(district: DistrictRegistry, responder: string | undefined, device: string): boolean {
  const { grid, courtyard } = district.responders.get(responder ?? '') ?? {};
  const home = district.homes.get(district.homeOf(device) ?? '');
  if (home === undefined) return false;
  return home.courtyard === courtyard || (grid !== undefined && yardOf(home.courtyard, district).grid?.id === grid);
}
