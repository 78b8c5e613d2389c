// The registry over HTTP: the map, people, devices with their logins, tokens, and the import of a whole district.
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import {
  DeviceLogin,
  ImportAnswer,
  MapSource,
  NewDevice,
  NewToken,
  Refusal,
  ResidentView,
  ResponderLogin,
  ResponderView,
  type Tiles,
  TokenAnswer,
} from '../../contracts/api.ts';
import { CommunityBundle } from '../../contracts/community.ts';
import { checkReferences } from '../../contracts/references.ts';
import { checkRoster } from '../../dispatcher/domain/roster.ts';
import { createToken, issueCredential } from '../../store/directory.ts';
import {
  changeDocument,
  type DistrictRegistry,
  putDocument,
  type Registry,
  writeDistrict,
} from '../../store/registry.ts';
import { iso, type ServerClock } from './clock.ts';
import { isOnDuty } from './duty.ts';
import { districtOf } from './incidents.ts';
import type { Live } from './live.ts';
import { Refused } from './refusal.ts';
import { audit, only, readers } from './session.ts';
import { mapSource, residentView, responderView } from './views.ts';

/** A district of 100,000 homes is about this large as JSON. */
const importAtMostBytes = 64 * 1024 * 1024;
const dayMs = 24 * 3_600_000;
/** A sign-in link that nobody used is of no use after this. */
const linkMs = 24 * 3_600_000;
/** Residents in one answer. */
const residentsAtMost = 5_000;

const BundleCheck = Compile(CommunityBundle);

export type RegistryParts = {
  redis: Redis;
  registry: Registry;
  live: Live;
  clock: ServerClock;
  publicUrl: string;
  tiles: Tiles | undefined;
  log: { info: (fields: object, says: string) => void };
};

export function addRegistry(app: FastifyInstance, parts: RegistryParts): void {
  const { redis, live, clock } = parts;
  const answers = <T extends TSchema>(schema: T) => ({ 200: schema, 401: Refusal, 403: Refusal });

  app.get(
    '/api/v1/map',
    { schema: { summary: 'what the map is drawn from', response: answers(MapSource) } },
    async (request) => ({
      ...mapSource(
        districtOf(parts, only(request, ...readers, 'wall', 'responder').district),
        request.me?.role !== 'wall' && request.me?.role !== 'responder',
      ),
      ...(parts.tiles ? { tiles: parts.tiles } : {}),
    }),
  );

  app.get(
    '/api/v1/residents',
    {
      schema: {
        summary: 'residents by name, courtyard or id',
        querystring: Type.Object({ search: Type.Optional(Type.String({ maxLength: 80 })) }),
        response: answers(Type.Object({ residents: Type.Array(ResidentView) })),
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, ...readers).district);
      const search = (request.query as { search?: string }).search?.trim() ?? '';
      const views = district.bundle.residents.map((resident) => residentView(resident, district));
      const fits = ({ id, name, place }: ResidentView): boolean =>
        id.includes(search) || name.includes(search) || (place.courtyard?.name.includes(search) ?? false);
      return { residents: views.filter(fits).slice(0, residentsAtMost) };
    },
  );

  app.get(
    '/api/v1/responders',
    {
      schema: {
        summary: 'who can be sent, and where they are',
        response: answers(Type.Object({ responders: Type.Array(ResponderView) })),
      },
    },
    async (request) => {
      const district = districtOf(parts, only(request, ...readers).district);
      const now = clock.now();
      return {
        responders: district.bundle.responders.map((one) =>
          responderView(one, live.whereabouts(one.id), isOnDuty(one, district, now)),
        ),
      };
    },
  );

  app.post(
    '/api/v1/devices',
    {
      schema: {
        summary: 'a new button in a home, or a new password for one',
        body: NewDevice,
        response: answers(DeviceLogin),
      },
    },
    async (request) => {
      const me = only(request, 'administrator');
      const district = districtOf(parts, me.district);
      const device = await addDevice(redis, district, request.body as NewDevice);
      const password = await issueCredential(redis, {
        kind: 'device',
        id: device,
        district: district.id,
        simulated: false,
      });
      request.log.info({ device }, 'console: a device has a new login');
      await audit(parts, me, { action: 'login_made', about: device });
      return { device, username: device, password };
    },
  );

  app.post(
    '/api/v1/responders/:id/credential',
    {
      schema: {
        summary: 'a login for a responder; an earlier one, simulated or not, ends',
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        response: answers(ResponderLogin),
      },
    },
    async (request) => {
      const me = only(request, 'administrator');
      const district = districtOf(parts, me.district);
      const { id } = request.params as { id: string };
      const responder = district.responders.get(id);
      if (!responder) throw new Refused('not_found', 'id');
      const password = await issueCredential(redis, { kind: 'responder', id, district: district.id, simulated: false });
      // From now on a person, not the simulator, answers for them.
      await changeDocument(redis, { district: district.id, kind: 'responders', id }, (one) => ({
        ...one,
        simulated: false,
      }));
      request.log.info({ responder: id }, 'console: a responder has a new login');
      await audit(parts, me, { action: 'login_made', about: id });
      return { responder: id, username: id, password };
    },
  );

  app.post(
    '/api/v1/tokens',
    {
      schema: {
        summary: 'a token or a one-time sign-in link for a role',
        body: NewToken,
        response: answers(TokenAnswer),
      },
    },
    async (request) => {
      const me = only(request, 'administrator');
      const { role, days = 1, link = false, device, ...asked } = request.body as NewToken;
      const district = districtOf(parts, me.district);
      // Whoever sits at the health desk answers for it, unless somebody else is named.
      const desk = district.bundle.responders.find((one) => one.role === 'health_desk')?.id;
      const responder = asked.responder ?? (role === 'health' ? desk : undefined);
      if (role === 'responder' && responder === undefined) throw new Refused('responder_needed', 'responder');
      if (role === 'button' && device === undefined) throw new Refused('device_needed', 'device');
      const known = responder === undefined ? undefined : district.responders.get(responder);
      if (responder !== undefined && !known) throw new Refused('not_found', 'responder');
      if (device !== undefined && !district.devices.has(device)) throw new Refused('not_found', 'device');
      const name = asked.name ?? known?.name ?? device ?? role;
      const expiresAt = clock.now() + (link ? linkMs : days * dayMs);
      const token = await createToken(redis, {
        role,
        name,
        district: me.district,
        once: link,
        expiresAt,
        ...(responder === undefined ? {} : { responder }),
        ...(device === undefined ? {} : { device }),
      });
      await audit(parts, me, { action: 'token_made', about: name, why: role });
      request.log.info({ role, name, link }, 'console: a token was made');
      return { token, expiresAt: iso(expiresAt), ...(link ? { link: `${parts.publicUrl}/enter?token=${token}` } : {}) };
    },
  );

  app.post(
    '/api/v1/import',
    {
      bodyLimit: importAtMostBytes,
      schema: {
        summary: 'replace a whole district, or change nothing',
        body: Type.Unknown(),
        response: { 200: ImportAnswer, 400: Refusal },
      },
    },
    async (request, reply) => {
      const me = only(request, 'administrator');
      const bundle = request.body;
      if (!BundleCheck.Check(bundle)) {
        const [first] = BundleCheck.Errors(bundle);
        return reply.code(400).send({
          error: 'bad_request',
          message: first?.message ?? 'not a district',
          field: first?.instancePath ?? '',
        });
      }
      const problems = [...checkReferences(bundle), ...checkRoster(bundle)];
      const wrong = problems.find((problem) => problem.severity === 'error');
      if (wrong)
        return reply
          .code(400)
          .send({ error: 'bad_request', message: wrong.reason, field: `${wrong.path}/${wrong.field}` });
      const kept = devicesToKeep(parts.registry.district(bundle.district.id), bundle);
      await writeDistrict(redis, {
        ...bundle,
        devices: [...bundle.devices, ...kept],
        responders: stillReal(parts.registry.district(bundle.district.id), bundle),
      });
      request.log.info({ district: bundle.district.id, by: me.name }, 'console: a district was imported');
      const warnings = problems.map(({ path, field, reason }) => `${path} ${field}: ${reason}`);
      if (kept.length > 0) warnings.push(`kept ${kept.length} devices that are not in the files but were added later`);
      return { district: bundle.district.id, counts: countsOf(bundle), warnings };
    },
  );
}

/** Buttons added since: whoever imports the files again must not silence them. */
function devicesToKeep(before: DistrictRegistry | undefined, bundle: CommunityBundle): CommunityBundle['devices'] {
  const inFiles = new Set(bundle.devices.map(({ id }) => id));
  const homes = new Set(bundle.homes.map(({ id }) => id));
  return (before?.bundle.devices ?? []).filter(
    ({ id, home }) => !inFiles.has(id) && home !== undefined && homes.has(home),
  );
}

/** Whoever has a login of their own stays a real person, whatever the files say. */
function stillReal(before: DistrictRegistry | undefined, bundle: CommunityBundle): CommunityBundle['responders'] {
  return bundle.responders.map((one) =>
    before?.responders.get(one.id)?.simulated === false ? { ...one, simulated: false } : one,
  );
}

const countsOf = (bundle: CommunityBundle): Record<string, number> =>
  Object.fromEntries(
    Object.entries(bundle).flatMap(([kind, documents]) => (Array.isArray(documents) ? [[kind, documents.length]] : [])),
  );

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
  const device = { id, kind: 'button' as const, ...(home === undefined ? {} : { home }) };
  if (!(await putDocument(redis, { district: district.id, kind: 'devices', expected: 0 }, device)))
    throw new Refused('bad_request', 'device');
  return id;
}
