// The registry by hand: lists, one document with what it belongs to, a set of changes, what was changed, and the way back (docs/decisions/031).
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import { collections } from '../../../contracts/office/documents.ts';
import {
  RegistryAnswer,
  RegistryChanges,
  RegistryDocument,
  RegistryHistory,
  RegistryKind,
  RegistryList,
  RegistryQuery,
  RegistryTree,
  RegistryUndo,
} from '../../../contracts/office/registry.ts';
import { ChangeSets, SetUndone } from '../../../contracts/office/sheet.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readSets } from '../../../store/editDistrict.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { isWithin, standingWithin } from './readWithin.ts';
import { registryAnswers } from './registryAnswers.ts';
import { editsOf } from './registryEdits.ts';
import { documentNamed, documentsOf, idsIn, listOf, naming, saysOf, shownBy } from './registryList.ts';
import { change, type EditParts, inTurn, undo, undoSet } from './registryOrder.ts';
import { treeOf } from './registryTree.ts';
import { addSheets, type SheetParts } from './sheets.ts';

/** Twelve thousand rows of a spreadsheet. */
const changesAtMostBytes = 32 * 1024 * 1024;
/** In one answer. */
const problemsAtMost = 500;

const Place = Type.Object({ kind: RegistryKind, id: Type.String({ maxLength: 64 }) });

export function addRegistry(app: App, parts: EditParts & SheetParts): void {
  addList(app, parts);
  addTree(app, parts);
  addDocument(app, parts);
  addChanges(app, parts);
  addHistory(app, parts);
  addUndo(app, parts);
  addSets(app, parts);
  addSheets(app, parts);
}

function addList(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('registry.list', 'documents of the registry by id, without what is sealed of persons', {
      params: Type.Object({ kind: RegistryKind }),
      querystring: RegistryQuery,
      response: answers(RegistryList),
    }),
  );
  app.get('/api/v1/office/registry/:kind', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { kind } = request.params;
    if (district.reach && (kind === 'district' || kind === 'policy')) throw new Refused('not_for_part');
    const list = listOf(district, kind, request.query);
    const ids = list.rows.map(({ id }) => id);
    // Where somebody lives is no secret of a home without a name beside it.
    const residents = kind === 'homes' ? [] : shownBy(shownIn(district), kind, ids);
    showing(request, { residents, purpose: 'administration' });
    return list;
  });
}

function addTree(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('registry.list', 'grids, courtyards and buildings, with how many live and work there', {
      response: answers(RegistryTree),
    }),
  );
  app.get('/api/v1/office/registry/tree', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    showing(request, { residents: [], purpose: 'administration' });
    return treeOf({ bundle: district.bundle, residentsOf: (home) => district.residentsOf(home) });
  });
}

const shownIn = (district: DistrictRegistry) => ({
  residentsOf: (home: string) => district.residentsOf(home),
  bundle: district.bundle,
});

function addDocument(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('registry.read', 'one document with its version, what it names and what names it', {
      params: Place,
      response: registryAnswers(RegistryDocument),
    }),
  );
  app.get('/api/v1/office/registry/:kind/:id', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { kind, id } = request.params;
    const standing = await standingWithin(parts.redis, district, { kind, id });
    if (!standing?.document) throw new Refused('not_found', 'id');
    const { locked, ...document } = standing.document as { locked?: string[] } & Record<string, unknown>;
    showing(request, { residents: shownBy(shownIn(district), kind, [id]), purpose: 'administration' });
    return { version: standing.version, document, ...defined({ locked }), ...belonging(district, kind, id, document) };
  });
}

/** Enough to see what hangs on it. */
const usesAtMost = 200;

function belonging(district: DistrictRegistry, kind: RegistryKind, id: string, document: Record<string, unknown>) {
  const says = (of: RegistryKind, one: { id: string }) => ({ kind: of, id: one.id, says: saysOf(district, of, one) });
  const names = naming.flatMap(([field, of]) => {
    const found = idsIn(document[field]).flatMap((named) => documentNamed(district, of, named) ?? []);
    return found.map((one) => says(of, one));
  });
  const by = naming.filter(([, of]) => of === kind).map(([field]) => field);
  const uses: ReturnType<typeof says>[] = [];
  if (by.length > 0)
    for (const of of collections)
      for (const one of documentsOf(district, of))
        if (uses.length < usesAtMost && by.some((field) => idsIn(one[field]).includes(id))) uses.push(says(of, one));
  return { names, uses };
}

function addChanges(app: App, parts: EditParts): void {
  const asks = narrowed(
    route('registry.change', 'changes documents of the registry: all of the set, or nothing', {
      body: RegistryChanges,
      response: registryAnswers(RegistryAnswer),
    }),
  );
  app.post('/api/v1/office/registry/changes', { ...asks, bodyLimit: changesAtMostBytes }, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    const does = () => change(parts, asked, request.body, languageOf(request.headers['accept-language']));
    const done = await (request.body.dry ? does() : inTurn(parts.turns, asked.district.id, does));
    showing(request, { residents: [], purpose: 'administration' });
    if (done.refused) {
      const problems = done.refused.problems?.slice(0, problemsAtMost);
      return reply.code(done.status).send({ ...done.refused, ...defined({ problems }) });
    }
    request.log.info({ by: asked.me.name, changes: request.body.changes.length }, 'console: the registry was changed');
    return { ...done.answer, problems: done.answer.problems.slice(0, problemsAtMost) };
  });
}

function addHistory(app: App, parts: RegistryParts): void {
  const asks = narrowed(
    route('registry.read', 'who changed a document, when, why, and what each field was', {
      params: Place,
      response: registryAnswers(RegistryHistory),
    }),
  );
  app.get('/api/v1/office/registry/:kind/:id/history', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { kind, id } = request.params;
    await standingWithin(parts.redis, district, { kind, id });
    showing(request, {
      residents: kind === 'residents' ? [id] : shownBy(shownIn(district), kind, [id]),
      purpose: 'administration',
    });
    return { edits: await editsOf(parts.redis, district.id, { kind, id }) };
  });
}

function addUndo(app: App, parts: EditParts): void {
  const asks = narrowed(
    route('registry.change', 'what a document was before an edit, again; checked as any change', {
      params: Place,
      body: RegistryUndo,
      response: registryAnswers(RegistryAnswer),
    }),
  );
  app.post('/api/v1/office/registry/:kind/:id/undo', asks, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    const { kind, id } = request.params;
    showing(request, { residents: [], purpose: 'administration' });
    const language = languageOf(request.headers['accept-language']);
    const does = () => undo(parts, asked, { kind, id, ...request.body }, language);
    const done = await inTurn(parts.turns, asked.district.id, does);
    return done.refused ? reply.code(done.status).send(done.refused) : done.answer;
  });
}

function addSets(app: App, parts: EditParts): void {
  const { redis } = parts;
  const asks = narrowed(
    route('registry.read', 'what was changed together lately: imports, bulk edits', {
      response: registryAnswers(ChangeSets),
    }),
  );
  app.get('/api/v1/office/registry/sets', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    showing(request, { residents: [], purpose: 'administration' });
    const sets = (await readSets(redis, district.id)).filter(({ documents }) => isWithin(district, documents));
    return { sets: sets.map(({ at, documents, ...set }) => ({ ...set, at: iso(at), documents: documents.length })) };
  });
  const undoing = narrowed(
    route('registry.change', 'takes back what was changed together; what was changed since stays as it is', {
      params: Type.Object({ set: Type.String({ maxLength: 64 }) }),
      response: registryAnswers(SetUndone),
    }),
  );
  app.post('/api/v1/office/registry/sets/:set/undo', undoing, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    showing(request, { residents: [], purpose: 'administration' });
    const does = () => undoSet(parts, asked, request.params.set, languageOf(request.headers['accept-language']));
    const { done, undone } = await inTurn(parts.turns, asked.district.id, does);
    return done.refused ? reply.code(done.status).send(done.refused) : undone;
  });
}
