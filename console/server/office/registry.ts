// The registry by hand: lists, one document with what it belongs to, a set of changes, what was changed, and the way back (docs/decisions/031).
import { Type } from 'typebox';
import { type ErrorCode, errors } from '../../../contracts/errors.ts';
import {
  RegistryAnswer,
  RegistryChanges,
  RegistryDocument,
  RegistryHistory,
  RegistryKind,
  RegistryList,
  RegistryQuery,
  RegistryRefusal,
  RegistryUndo,
} from '../../../contracts/office/registry.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { endCredential } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { endOfChanges, lastEditor, readStanding, writeEdits } from '../../../store/editDistrict.ts';
import { type How, readEdits } from '../../../store/edits.ts';
import { readErased } from '../../../store/erased.ts';
import { readDistrict } from '../../../store/readDistrict.ts';
import { NoKey } from '../../../store/secrets/keyRing.ts';
import type { Held } from '../../../store/tokens.ts';
import { problemSays } from '../../../wording/problems.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { refuseElsewhere } from '../session/districts.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { after, type Found, nextOf, type Tried, tryOn, wrongAlone, wrongTogether } from './registryChange.ts';
import { editsOf } from './registryEdits.ts';
import { documentsOf, listOf, naming, saysOf, shownBy } from './registryList.ts';

/** Twelve thousand rows of a spreadsheet. */
const changesAtMostBytes = 32 * 1024 * 1024;
/** Nobody changes documents as often as that while one set is checked. */
const triesAtMost = 20;
/** Named one by one in the audit; of more, how many they are. */
const auditedAtMost = 50;
const problemsAtMost = 500;

const Place = Type.Object({ kind: RegistryKind, id: Type.String({ maxLength: 64 }) });
const answersOf = <T>(schema: T) => ({
  200: schema,
  400: RegistryRefusal,
  401: Refusal,
  403: Refusal,
  404: Refusal,
  409: RegistryRefusal,
});

export function addRegistry(app: App, parts: RegistryParts): void {
  const withTurns = { ...parts, turns: new Map() };
  addList(app, parts);
  addDocument(app, parts);
  addChanges(app, withTurns);
  addHistory(app, parts);
  addUndo(app, withTurns);
}

function addList(app: App, parts: RegistryParts): void {
  const asks = route('registry.list', 'documents of the registry by id, without what is sealed of persons', {
    params: Type.Object({ kind: RegistryKind }),
    querystring: RegistryQuery,
    response: answers(RegistryList),
  });
  app.get('/api/v1/office/registry/:kind', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { kind } = request.params;
    const list = listOf(district, kind, request.query);
    const ids = list.rows.map(({ id }) => id);
    // Where somebody lives is no secret of a home without a name beside it.
    const residents = kind === 'homes' ? [] : shownBy(shownIn(district), kind, ids);
    showing(request, { residents, purpose: 'administration' });
    return list;
  });
}

const shownIn = (district: DistrictRegistry) => ({
  residentsOf: (home: string) => district.residentsOf(home),
  bundle: district.bundle,
});

function addDocument(app: App, parts: RegistryParts): void {
  const asks = route('registry.read', 'one document with its version, what it names and what names it', {
    params: Place,
    response: answersOf(RegistryDocument),
  });
  app.get('/api/v1/office/registry/:kind/:id', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { kind, id } = request.params;
    const [standing] = await readStanding(parts.redis, district.id, [{ kind, id }]);
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
    const found = documentsOf(district, of).find((one) => one.id === document[field]);
    return found && typeof document[field] === 'string' ? [says(of, found)] : [];
  });
  const by = naming.filter(([, of]) => of === kind).map(([field]) => field);
  const uses: ReturnType<typeof says>[] = [];
  if (by.length > 0)
    for (const of of [
      'courtyards',
      'homes',
      'residents',
      'devices',
      'responders',
      'shifts',
      'leaves',
      'swaps',
    ] as const)
      for (const one of documentsOf(district, of))
        if (uses.length < usesAtMost && by.some((field) => one[field] === id)) uses.push(says(of, one));
  return { names, uses };
}

function addChanges(app: App, parts: EditParts): void {
  const asks = route('registry.change', 'changes documents of the registry: all of the set, or nothing', {
    body: RegistryChanges,
    response: answersOf(RegistryAnswer),
  });
  app.post('/api/v1/office/registry/changes', { ...asks, bodyLimit: changesAtMostBytes }, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    const does = () => change(parts, asked, request.body, languageOf(request.headers['accept-language']));
    const done = await (request.body.dry ? does() : inTurn(parts.turns, asked.district.id, does));
    showing(request, { residents: [], purpose: 'administration' });
    if (done.refused) return reply.code(done.status).send(done.refused);
    request.log.info({ by: asked.me.name, changes: request.body.changes.length }, 'console: the registry was changed');
    return done.answer;
  });
}

type Asked = { held: Held; district: DistrictRegistry };
type Language = 'zh' | 'en';
type Done =
  | { refused?: undefined; answer: RegistryAnswer }
  | {
      refused: { error: string; message: string; field?: string; who?: string; problems?: RegistryAnswer['problems'] };
      status: 400 | 409;
    };

/** One set after another, so that none is checked in vain for ever; another process's is what the end of the change stream is for. */
function inTurn<T>(turns: Turns, district: string, does: () => Promise<T>): Promise<T> {
  const before = turns.get(district) ?? Promise.resolve();
  const done = before.then(does, does);
  turns.set(
    district,
    done.catch(() => undefined),
  );
  return done;
}
type Turns = Map<string, Promise<unknown>>;
type EditParts = RegistryParts & { turns: Turns };

/** @throws Refused for what is nobody's to change here, and while what is personal cannot be sealed */
async function change(
  parts: RegistryParts,
  { held, district }: Asked,
  { changes, why, dry }: RegistryChanges,
  language: Language,
  how?: How,
): Promise<Done> {
  const { redis, registry, clock } = parts;
  if (held.grant.role !== 'administrator' && changes.some(({ kind }) => kind === 'district'))
    throw new Refused('only_administrator', 'district');
  const says = (code: ErrorCode): { error: string; message: string } => ({
    error: code,
    message: errors[code][language],
  });
  const editor = { by: held.grant.name, actor: actorOf(held), ...defined({ why }) };
  for (let tries = 0; tries < triesAtMost; tries++) {
    const end = await endOfChanges(redis);
    const { tried, stale } = await tryOn(redis, district.id, changes);
    const [first] = stale;
    if (first)
      return {
        status: 409,
        refused: {
          ...says('changed_meanwhile'),
          field: `${first.kind}/${first.id}`,
          ...defined({ who: lastEditor(first) }),
        },
      };
    const alone = wrongAlone(tried, district.id);
    const unfit = alone.length > 0 ? alone : await wrongHere(parts, held, { district: district.id, tried });
    const known = registry.district(district.id)?.bundle;
    const bundle =
      registry.seen() === end && known ? known : ((await readDistrict(redis, district.id, known)) ?? district.bundle);
    const found = unfit.length > 0 ? unfit : wrongTogether(bundle, after(bundle, tried), tried, clock.now());
    const problems = saidIn(language, found);
    const answer = { applied: false, versions: [], problems };
    if (dry) return { answer };
    if (found.some(({ severity }) => severity === 'error'))
      return { status: 400, refused: { ...says('changes_refused'), problems } };
    const versions = await writeEdits(
      redis,
      { district: district.id, end, at: clock.now(), editor },
      nextOf(tried, how),
    ).catch(lockedOut);
    if (!versions) continue; // somebody has written meanwhile: what was checked may not hold any more
    await settle(parts, held, tried, why);
    return {
      answer: {
        applied: true,
        versions: changes.map(({ kind, id }, i) => ({ kind, id, version: versions[i] ?? 0 })),
        problems,
      },
    };
  }
  throw new Refused('store_unavailable');
}

function lockedOut(error: unknown): never {
  throw error instanceof NoKey ? new Refused('fields_locked') : error;
}

/** Ids that another district has, and people who asked to be forgotten. */
async function wrongHere(
  parts: RegistryParts,
  held: Held,
  { district, tried }: { district: string; tried: Tried },
): Promise<Found[]> {
  const made = tried.filter(({ standing, document }) => standing.version === 0 && document !== null);
  for (const {
    change: { kind, id },
  } of made)
    if (kind === 'devices' || kind === 'responders') await refuseElsewhere(parts, held, { id, field: `${kind}/${id}` });
  const residents = made.filter(({ change: { kind } }) => kind === 'residents');
  const erased = residents.length === 0 ? new Map() : await readErased(parts.redis, district);
  return residents.flatMap(({ change: { kind, id } }) =>
    erased.has(id)
      ? [
          {
            severity: 'error',
            kind,
            id,
            field: 'id',
            reason: 'was erased at their own wish; they must be readmitted first',
          } as const,
        ]
      : [],
  );
}

/** What follows a change: who is not there any more cannot sign in, and the audit knows who did it. */
async function settle(parts: RegistryParts, held: Held, tried: Tried, why: string | undefined): Promise<void> {
  for (const {
    change: { kind, id },
    document,
  } of tried)
    if (document === null && (kind === 'devices' || kind === 'responders')) await endCredential(parts.redis, id);
  for (const {
    change: { kind, id },
    document,
  } of tried.slice(0, auditedAtMost))
    await audit(parts, held, {
      action: 'registry_changed',
      about: id,
      reason: document === null ? `${kind}_removed` : kind,
      ...defined({ why }),
    });
  if (tried.length > auditedAtMost)
    await audit(parts, held, {
      action: 'registry_changed',
      about: `+${tried.length - auditedAtMost}`,
      ...defined({ why }),
    });
}

function addHistory(app: App, parts: RegistryParts): void {
  const asks = route('registry.read', 'who changed a document, when, why, and what each field was', {
    params: Place,
    response: answersOf(RegistryHistory),
  });
  app.get('/api/v1/office/registry/:kind/:id/history', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const { kind, id } = request.params;
    showing(request, {
      residents: kind === 'residents' ? [id] : shownBy(shownIn(district), kind, [id]),
      purpose: 'administration',
    });
    return { edits: await editsOf(parts.redis, district.id, { kind, id }) };
  });
}

function addUndo(app: App, parts: EditParts): void {
  const asks = route('registry.change', 'what a document was before an edit, again; checked as any change', {
    params: Place,
    body: RegistryUndo,
    response: answersOf(RegistryAnswer),
  });
  app.post('/api/v1/office/registry/:kind/:id/undo', asks, async (request, reply) => {
    const asked = whoAsksHere(parts, request);
    const { kind, id } = request.params;
    showing(request, { residents: [], purpose: 'administration' });
    const language = languageOf(request.headers['accept-language']);
    const does = () => undo(parts, asked, { kind, id, version: request.body.version }, language);
    const done = await inTurn(parts.turns, asked.district.id, does);
    return done.refused ? reply.code(done.status).send(done.refused) : done.answer;
  });
}

/** @throws Refused when nothing was done to it, or not that */
async function undo(
  parts: EditParts,
  asked: Asked,
  { kind, id, version: made }: { kind: RegistryKind; id: string; version: number | undefined },
  language: Language,
): Promise<Done> {
  const edits = await readEdits(parts.redis, { district: asked.district.id, kind, id });
  const edit = made === undefined ? edits[0] : edits.find(({ version }) => version === made);
  const [standing] = await readStanding(parts.redis, asked.district.id, [{ kind, id }]);
  if (!edit || !standing) throw new Refused('nothing_to_undo', 'id');
  const { locked: _, ...before } = edit.before ?? {};
  const document = edit.before === undefined ? null : before;
  return change(parts, asked, { changes: [{ kind, id, version: standing.version, document }] }, language, 'undone');
}

const languageOf = (header: string | undefined): Language => (/^\s*en/i.test(header ?? '') ? 'en' : 'zh');

const saidIn = (language: Language, found: readonly Found[]): RegistryAnswer['problems'] =>
  found.slice(0, problemsAtMost).map((one) => ({ ...one, reason: problemSays(one.reason, language) }));
