// Logins of buttons and of phones: a new one, and the end of one.

import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { ulid } from 'ulid';
import { DeviceLogin, NewDevice, ResponderLogin } from '../../../contracts/device/logins.ts';
import { defined } from '../../../contracts/shapes.ts';
import { endCredential, issueCredential, readCredential } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { changeDocument, putDocument } from '../../../store/writeDistrict.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { refuseElsewhere } from '../session/districts.ts';
import { whoAsks, whoAsksHere } from '../session/doors.ts';

const Id = Type.Object({ id: Type.String({ maxLength: 64 }) });

export function addDeviceLogin(app: App, parts: RegistryParts): void {
  const { redis } = parts;
  const asks = route('device.login', 'a new button in a home, or a new password for one', {
    body: NewDevice,
    response: answers(DeviceLogin),
  });
  app.post('/api/v1/devices', asks, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const wanted = request.body;
    if (wanted.device !== undefined) await refuseElsewhere(parts, held, { id: wanted.device, field: 'device' });
    const device = await addDevice(redis, district, wanted);
    const password = await issueCredential(redis, {
      kind: 'device',
      id: device,
      district: district.id,
      simulated: false,
    });
    request.log.info({ device }, 'console: a device has a new login');
    await audit(parts, held, { action: 'login_made', about: device });
    return { device, username: device, password };
  });
}

export function addResponderLogin(app: App, parts: RegistryParts): void {
  const { redis } = parts;
  const asks = route('responder.login', 'a login for a responder; an earlier one, simulated or not, ends', {
    params: Id,
    response: answers(ResponderLogin),
  });
  app.post('/api/v1/responders/:id/credential', asks, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { id } = request.params;
    await refuseElsewhere(parts, held, { id, field: 'id' });
    if (!district.responders.has(id)) throw new Refused('not_found', 'id');
    const password = await issueCredential(redis, { kind: 'responder', id, district: district.id, simulated: false });
    // From now on a person, not the simulator, answers for them.
    await changeDocument(redis, { district: district.id, kind: 'responders', id }, (one) => ({
      ...one,
      simulated: false,
    }));
    request.log.info({ responder: id }, 'console: a responder has a new login');
    await audit(parts, held, { action: 'login_made', about: id });
    return { responder: id, username: id, password };
  });
}

export function addLoginEnd(app: App, parts: RegistryParts): void {
  const { redis } = parts;
  const asks = route(
    'login.end',
    'end the login of a device or of a phone: one that was lost, or is no longer theirs',
    { params: Id, response: answers(Type.Object({ id: Type.String() })) },
  );
  app.delete('/api/v1/logins/:id', asks, async (request) => {
    const { me, held } = whoAsks(request);
    const { id } = request.params;
    await refuseElsewhere(parts, held, { id, field: 'id' });
    const credential = await readCredential(redis, id);
    if (credential?.district !== me.district || credential.kind === 'canary') throw new Refused('not_found', 'id');
    await endCredential(redis, id);
    await audit(parts, held, { action: 'login_ended', about: id });
    return { id };
  });
}

/** @returns the device's id @throws Refused */
async function addDevice(redis: Redis, district: DistrictRegistry, wanted: NewDevice): Promise<string> {
  const known = wanted.device === undefined ? undefined : district.devices.get(wanted.device);
  if (known) return known.id;
  const resident = wanted.resident === undefined ? undefined : district.residents.get(wanted.resident);
  if (wanted.resident !== undefined && !resident) throw new Refused('not_found', 'resident');
  const home = wanted.home ?? resident?.home;
  if (home !== undefined && !district.homes.has(home)) throw new Refused('not_found', 'home');
  const id = wanted.device ?? `btn-${ulid().toLowerCase()}`;
  if (district.responders.has(id)) throw new Refused('bad_request', 'device');
  const device = { id, kind: 'button' as const, ...defined({ home }) };
  if (!(await putDocument(redis, { district: district.id, kind: 'devices', expected: 0 }, device)))
    throw new Refused('bad_request', 'device');
  return id;
}
