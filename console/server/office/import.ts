// The import of a whole district, or of nothing, and taking it back.

import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { withPlainPhonesIn } from '../../../contracts/asWritten.ts';
import { RegistryId } from '../../../contracts/ids.ts';
import { CommunityBundle, wholeBundle } from '../../../contracts/office/community.ts';
import { doubledKeys } from '../../../contracts/office/doubledKeys.ts';
import { ImportAnswer } from '../../../contracts/office/import.ts';
import { reasonOf } from '../../../contracts/schemaWords.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { Document } from '../../../contracts/shapes.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import { checkDistrict } from '../../../dispatcher/domain/checkDistrict.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { Editor } from '../../../store/edits.ts';
import { leaveOutSince, readErased, withoutResidents } from '../../../store/erased.ts';
import { readFileWords } from '../../../store/fileSwitches.ts';
import { readDistrictBefore } from '../../../store/readDistrict.ts';
import type { Held } from '../../../store/tokens.ts';
import { writeDistrict } from '../../../store/writeDistrict.ts';
import type { RegistryParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { isHeldBeyond, refuse } from '../session/districts.ts';
import { whenOver, whoAsks } from '../session/doors.ts';
import { importOver } from './importOver.ts';

/** A district of 100,000 homes is about this large as JSON. */
const importAtMostBytes = 64 * 1024 * 1024;

const BundleCheck = Compile(CommunityBundle);

// A scope of its own: JSON that has been read no longer tells what stood in it twice.
export function addImport(app: App, parts: RegistryParts): void {
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
        onRequest: async (request, reply) => {
          if (importing) throw new Refused('import_running');
          importing = true;
          whenOver(request, reply, () => {
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
        const sent = withPlainPhonesIn(request.body);
        if (!BundleCheck.Check(sent)) {
          const [first] = BundleCheck.Errors(sent);
          return reply.code(400).send({
            error: 'bad_request',
            message: first ? reasonOf(first) : 'not a district',
            field: first?.instancePath ?? '',
          });
        }
        const bundle = wholeBundle(sent);
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
        const { kept, erased, notes } = await replaceDistrict(parts, bundle, { undo: false, editor: editorOf(held) });
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

export function addUndoImport(app: App, parts: RegistryParts): void {
  const { redis } = parts;
  const asks = route(
    'district.import',
    'the documents of a district as they were before its last import; done twice, it is undone',
    { body: Document({ district: Type.Optional(RegistryId) }), response: { 200: ImportAnswer, 404: Refusal } },
  );
  app.post('/api/v1/import/undo', asks, async (request) => {
    const { me, held } = whoAsks(request);
    const { district: id = me.district } = request.body;
    if (id !== me.district && !held.grant.installation) await refuse(parts, held, { about: id, field: 'district' });
    const bundle = await readDistrictBefore(redis, id);
    if (!bundle) throw new Refused('nothing_to_undo', 'district');
    const { notes } = await replaceDistrict(parts, bundle, { undo: true, editor: editorOf(held) });
    request.log.info({ district: id, by: me.name }, 'console: an import was undone');
    await audit(parts, held, { action: 'import_undone', about: id });
    return { district: id, counts: countsOf(bundle), warnings: notes };
  });
}

const editorOf = (held: Held): Editor => ({ by: held.grant.name, actor: actorOf(held) });

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
  { undo, editor }: { undo: boolean; editor: Editor },
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
  await writeDistrict(redis, { ...bundle, devices: [...bundle.devices, ...kept] }, { said: over.said, editor });
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
