// The registry over HTTP: the map, people, devices with their logins, tokens, and the import of a whole district.
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { plainText, withPlainPhonesIn } from '../../../contracts/asWritten.ts';
import { DeviceLogin, NewDevice, ResponderLogin } from '../../../contracts/device/logins.ts';
import { RegistryId } from '../../../contracts/ids.ts';
import { CommunityBundle } from '../../../contracts/office/community.ts';
import { doubledKeys } from '../../../contracts/office/doubledKeys.ts';
import { ImportAnswer } from '../../../contracts/office/import.ts';
import { MapSource, type Tiles } from '../../../contracts/office/place.ts';
import { ResidentView } from '../../../contracts/office/residents.ts';
import { ResponderView } from '../../../contracts/office/responders.ts';
import { reasonOf } from '../../../contracts/schemaWords.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { NewToken, TokenAnswer } from '../../../contracts/session/session.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import { checkDistrict } from '../../../dispatcher/domain/checkDistrict.ts';
import { endCredential, issueCredential, readCredential } from '../../../store/directory.ts';
import { leaveOutSince, readErased, withoutResidents } from '../../../store/erased.ts';
import { readFileWords } from '../../../store/fileSwitches.ts';
import {
  changeDocument,
  type DistrictRegistry,
  putDocument,
  type Registry,
  readDistrictBefore,
  writeDistrict,
} from '../../../store/registry.ts';
import { createToken, endless, idOfToken, isThing } from '../../../store/tokens.ts';
import { iso, type ServerClock } from '../clock.ts';
import { districtOf } from '../district.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { audit } from '../session/caller.ts';
import { isHeldBeyond, refuse, refuseElsewhere } from '../session/districts.ts';
import { whoAsks } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { isOnDuty } from './duty.ts';
import { importOver } from './importOver.ts';
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
  live: IncidentParts['live'];
  clock: ServerClock;
  publicUrl: string;
  tiles: Tiles | undefined;
  log: { info: (fields: object, says: string) => void };
};

export function addRegistry(app: FastifyInstance, parts: RegistryParts): void {
  addMap(app, parts);
  addResidentList(app, parts);
  addResponderList(app, parts);
  addDeviceLogin(app, parts);
  addResponderLogin(app, parts);
  addLoginEnd(app, parts);
  addTokens(app, parts);
  addImport(app, parts);
  addUndoImport(app, parts);
}

const answers = <T extends TSchema>(schema: T) => ({ 200: schema, 401: Refusal, 403: Refusal });

function addMap(app: FastifyInstance, parts: RegistryParts): void {
  app.get(
    '/api/v1/map',
    { config: { right: 'map.read' }, schema: { summary: 'what the map is drawn from', response: answers(MapSource) } },
    async (request) => ({
      ...mapSource(
        districtOf(parts, whoAsks(request).me.district),
        request.me?.role !== 'wall' && request.me?.role !== 'responder',
      ),
      ...(parts.tiles ? { tiles: parts.tiles } : {}),
    }),
  );
}

function addResidentList(app: FastifyInstance, parts: RegistryParts): void {
  app.get(
    '/api/v1/residents',
    {
      config: { right: 'resident.list' },
      schema: {
        summary: 'residents by name, courtyard or id',
        querystring: Type.Object({ search: Type.Optional(Type.String({ maxLength: 80 })) }),
        response: answers(Type.Object({ residents: Type.Array(ResidentView) })),
      },
    },
    async (request) => {
      const district = districtOf(parts, whoAsks(request).me.district);
      const search = (request.query as { search?: string }).search?.trim() ?? '';
      const wanted = plainText(search);
      const views = district.bundle.residents.map((resident) => residentView(resident, district));
      const fits = ({ id, name, place }: ResidentView): boolean =>
        id.includes(search) ||
        plainText(name).includes(wanted) ||
        plainText(place.courtyard?.name ?? '').includes(wanted);
      const residents = views.filter(fits).slice(0, residentsAtMost);
      showing(request, { residents: residents.map(({ id }) => id), purpose: 'administration' });
      return { residents };
    },
  );
}

function addResponderList(app: FastifyInstance, parts: RegistryParts): void {
  const { live, clock } = parts;
  app.get(
    '/api/v1/responders',
    {
      config: { right: 'responder.list' },
      schema: {
        summary: 'who can be sent, and where they are',
        response: answers(Type.Object({ responders: Type.Array(ResponderView) })),
      },
    },
    async (request) => {
      const district = districtOf(parts, whoAsks(request).me.district);
      const now = clock.now();
      return {
        responders: district.bundle.responders.map((one) =>
          responderView(one, live.whereabouts(one.id), isOnDuty(one, district, now)),
        ),
      };
    },
  );
}

function addDeviceLogin(app: FastifyInstance, parts: RegistryParts): void {
  const { redis } = parts;
  app.post(
    '/api/v1/devices',
    {
      config: { right: 'device.login' },
      schema: {
        summary: 'a new button in a home, or a new password for one',
        body: NewDevice,
        response: answers(DeviceLogin),
      },
    },
    async (request) => {
      const { me, held } = whoAsks(request);
      const district = districtOf(parts, me.district);
      const wanted = request.body as NewDevice;
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
    },
  );
}

function addResponderLogin(app: FastifyInstance, parts: RegistryParts): void {
  const { redis } = parts;
  app.post(
    '/api/v1/responders/:id/credential',
    {
      config: { right: 'responder.login' },
      schema: {
        summary: 'a login for a responder; an earlier one, simulated or not, ends',
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        response: answers(ResponderLogin),
      },
    },
    async (request) => {
      const { me, held } = whoAsks(request);
      const district = districtOf(parts, me.district);
      const { id } = request.params as { id: string };
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
    },
  );
}

function addLoginEnd(app: FastifyInstance, parts: RegistryParts): void {
  const { redis } = parts;
  app.delete(
    '/api/v1/logins/:id',
    {
      config: { right: 'login.end' },
      schema: {
        summary: 'end the login of a device or of a phone: one that was lost, or is no longer theirs',
        params: Type.Object({ id: Type.String({ maxLength: 64 }) }),
        response: answers(Type.Object({ id: Type.String() })),
      },
    },
    async (request) => {
      const { me, held } = whoAsks(request);
      const { id } = request.params as { id: string };
      await refuseElsewhere(parts, held, { id, field: 'id' });
      const credential = await readCredential(redis, id);
      if (credential?.district !== me.district || credential.kind === 'canary') throw new Refused('not_found', 'id');
      await endCredential(redis, id);
      await audit(parts, held, { action: 'login_ended', about: id });
      return { id };
    },
  );
}

function addTokens(app: FastifyInstance, parts: RegistryParts): void {
  const { redis, clock } = parts;
  app.post(
    '/api/v1/tokens',
    {
      config: { right: 'token.make' },
      schema: {
        summary: 'a token or a one-time sign-in link for a role',
        body: NewToken,
        response: answers(TokenAnswer),
      },
    },
    async (request) => {
      const { me, held } = whoAsks(request);
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
      const expiresAt = link ? clock.now() + linkMs : isThing(role) ? endless : clock.now() + days * dayMs;
      // Of a person it ends with whoever made it. The machine's own token has no maker.
      const maker = isThing(role) ? undefined : (held.grant.account ?? held.grant.maker);
      const token = await createToken(redis, {
        role,
        name,
        district: me.district,
        once: link,
        madeAt: clock.now(),
        expiresAt,
        ...(maker === undefined ? {} : { maker }),
        ...(responder === undefined ? {} : { responder }),
        ...(device === undefined ? {} : { device }),
      });
      await audit(parts, held, { action: 'token_made', about: idOfToken(token), name, why: role });
      request.log.info({ role, name, link }, 'console: a token was made');
      return {
        id: idOfToken(token),
        token,
        ...(expiresAt >= endless ? {} : { expiresAt: iso(expiresAt) }),
        ...(link ? { link: `${parts.publicUrl}/enter?token=${token}` } : {}),
      };
    },
  );
}

// A scope of its own: JSON that has been read no longer tells what stood in it twice.
function addImport(app: FastifyInstance, parts: RegistryParts): void {
  const { clock } = parts;
  let importing = false;
  app.register(async (scope) => {
    refuseDoubledKeys(scope);
    scope.post(
      '/api/v1/import',
      {
        config: { right: 'district.import' },
        bodyLimit: importAtMostBytes,
        // One at a time: four of the largest at once would stop everything else for a minute.
        onRequest: async (_request, reply) => {
          if (importing) throw new Refused('import_running');
          importing = true;
          reply.raw.once('close', () => {
            importing = false;
          });
        },
        schema: {
          summary: 'replace a whole district, or change nothing',
          body: Type.Unknown(),
          response: { 200: ImportAnswer, 400: Refusal },
        },
      },
      async (request, reply) => {
        const { me, held } = whoAsks(request);
        const bundle = withPlainPhonesIn(request.body);
        if (!BundleCheck.Check(bundle)) {
          const [first] = BundleCheck.Errors(bundle);
          return reply.code(400).send({
            error: 'bad_request',
            message: first ? reasonOf(first) : 'not a district',
            field: first?.instancePath ?? '',
          });
        }
        const problems = checkDistrict(bundle, clock.now());
        const wrong = problems.find((problem) => problem.severity === 'error');
        if (wrong)
          return reply
            .code(400)
            .send({ error: 'bad_request', message: wrong.reason, field: `${wrong.path}/${wrong.field}` });
        const { id } = bundle.district;
        // A whole district at a time is for whoever administers it; the machine itself may found others.
        if (id !== held.grant.district && !held.grant.installation)
          await refuse(parts, held, { about: id, field: '/district/id' });
        for (const [part, list] of [['devices', bundle.devices] as const, ['responders', bundle.responders] as const]) {
          const at = list.findIndex((one) => isHeldBeyond(parts, id, one.id));
          if (at !== -1) await refuse(parts, held, { about: list[at]?.id ?? '', field: `/${part}/${at}/id` });
        }
        const { kept, erased, notes } = await replaceDistrict(parts, bundle, { undo: false });
        request.log.info({ district: bundle.district.id, by: me.name }, 'console: a district was imported');
        await audit(parts, held, { action: 'imported', about: id });
        const warnings = problems.map(({ path, field, reason }) => `${path} ${field}: ${reason}`);
        if (kept > 0) warnings.push(`kept ${kept} devices that are not in the files but were added later`);
        for (const [one, when] of erased)
          warnings.push(
            `${one} was erased on ${dayIn(bundle.district.timeZone, when)} and was left out; yjt resident readmit ${one} takes them in again`,
          );
        warnings.push(...notes);
        return { district: bundle.district.id, counts: countsOf(bundle), warnings };
      },
    );
  });
}

function addUndoImport(app: FastifyInstance, parts: RegistryParts): void {
  const { redis } = parts;
  app.post(
    '/api/v1/import/undo',
    {
      config: { right: 'district.import' },
      schema: {
        summary: 'the documents of a district as they were before its last import; done twice, it is undone',
        body: Type.Object({ district: Type.Optional(RegistryId) }, { additionalProperties: false }),
        response: { 200: ImportAnswer, 404: Refusal },
      },
    },
    async (request) => {
      const { me, held } = whoAsks(request);
      const { district: id = me.district } = request.body as { district?: string };
      if (id !== me.district && !held.grant.installation) await refuse(parts, held, { about: id, field: 'district' });
      const bundle = await readDistrictBefore(redis, id);
      if (!bundle) throw new Refused('nothing_to_undo', 'district');
      const { notes } = await replaceDistrict(parts, bundle, { undo: true });
      request.log.info({ district: id, by: me.name }, 'console: an import was undone');
      await audit(parts, held, { action: 'import_undone', about: id });
      return { district: id, counts: countsOf(bundle), warnings: notes };
    },
  );
}

function refuseDoubledKeys(scope: FastifyInstance): void {
  const read = scope.getDefaultJsonParser('error', 'error');
  scope.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = String(body);
    read(request, text, (error, value) => {
      const [twice] = error ? [] : doubledKeys(text, 1);
      if (!twice) return done(error, value);
      const message = `line ${twice.line}: ${twice.reason}`;
      const validation = [{ instancePath: `${twice.path}/${twice.key}`, message }];
      done(Object.assign(new Error(message), { statusCode: 400, validation }), undefined);
    });
  });
}

/**
 * @param undo the documents are those from before the last import, not files
 * @returns how many devices stay that are not in the bundle, since they were added later; who was left out, since they were erased;
 * whose own word stands, and whom the files have changed
 */
async function replaceDistrict(
  { redis, registry, clock }: RegistryParts,
  whole: CommunityBundle,
  { undo }: { undo: boolean },
): Promise<{ kept: number; erased: [string, number][]; notes: string[] }> {
  const { id } = whole.district;
  const known = await readErased(redis, id);
  const erased = [...known].filter(([one]) => whole.residents.some((resident) => resident.id === one));
  const inFiles = withoutResidents(whole, new Set(erased.map(([one]) => one)));
  const before = registry.district(id);
  const said = await readFileWords(redis, id);
  const over = importOver(before?.bundle, inFiles, { said, undo, now: clock.now() });
  const { bundle, notes } = over;
  const kept = devicesToKeep(before, bundle);
  await writeDistrict(redis, { ...bundle, devices: [...bundle.devices, ...kept] }, over.said);
  await leaveOutSince(redis, id, known);
  return { kept: kept.length, erased, notes };
}

/** Buttons added since: whoever imports the files again must not silence them. */
function devicesToKeep(before: DistrictRegistry | undefined, bundle: CommunityBundle): CommunityBundle['devices'] {
  const inFiles = new Set(bundle.devices.map(({ id }) => id));
  const homes = new Set(bundle.homes.map(({ id }) => id));
  return (before?.bundle.devices ?? []).filter(
    ({ id, home }) => !inFiles.has(id) && home !== undefined && homes.has(home),
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
