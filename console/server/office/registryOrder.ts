// A set of changes on its way to the documents: tried, checked, written, told; and the way back. One set after another in this process, and
// checked again when another process has written meanwhile.
import { type ErrorCode, errors } from '../../../contracts/errors.ts';
import type { CommunityBundle } from '../../../contracts/office/community.ts';
import type {
  RegistryAnswer,
  RegistryChange,
  RegistryChanges,
  RegistryKind,
  RegistryUndo,
} from '../../../contracts/office/registry.ts';
import type { SetUndone } from '../../../contracts/office/sheet.ts';
import { sourceLogin } from '../../../contracts/office/source.ts';
import { defined } from '../../../contracts/shapes.ts';
import { isSent } from '../../../dispatcher/domain/incident/leg.ts';
import { endCredential, readCredentials } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { endOfChanges } from '../../../store/documents.ts';
import {
  lastEditor,
  lastVersion,
  readSets,
  readStanding,
  type Standing,
  writeEdits,
} from '../../../store/editDistrict.ts';
import { beforeEdit, type How, readEdits } from '../../../store/edits.ts';
import { endWaysOf } from '../../../store/endWays.ts';
import { readErased } from '../../../store/erased.ts';
import { readPlanned } from '../../../store/plannedPolicy.ts';
import { readDistrict } from '../../../store/readDistrict.ts';
import { NoKey } from '../../../store/secrets/keyRing.ts';
import type { Held } from '../../../store/tokens.ts';
import { problemSays } from '../../../wording/problems.ts';
import type { RegistryParts } from '../parts.ts';
import { type Language, Refused } from '../refusal.ts';
import { actorOf, audit } from '../session/caller.ts';
import { isHeldBeyond } from '../session/districts.ts';
import { namedAtMost } from '../session/shown.ts';
import { beyondArea, withoutOutside } from './changeWithin.ts';
import { isWithin, lastOf, standingWithin } from './readWithin.ts';
import {
  after,
  type Found,
  nextOf,
  type Tried,
  tryOn,
  withCarried,
  wrongAlone,
  wrongTogether,
} from './registryChange.ts';

/** Nobody changes documents as often as that while one set is checked. */
const triesAtMost = 20;
/** Named one by one in the audit; of more, how many they are. */
const auditedAtMost = 50;

/** `district`: as far as their rights reach. */
export type Asked = { held: Held; district: DistrictRegistry };
export type Done =
  | { refused?: undefined; answer: RegistryAnswer }
  | {
      refused: { error: string; message: string; field?: string; who?: string; problems?: RegistryAnswer['problems'] };
      status: 400 | 409;
    };

/** One set after another, so that none is checked in vain for ever; another process's is what the end of the change stream is for. */
export function inTurn<T>(turns: Turns, district: string, does: () => Promise<T>): Promise<T> {
  const before = turns.get(district) ?? Promise.resolve();
  const done = before.then(does, does);
  turns.set(
    district,
    done.catch(() => undefined),
  );
  return done;
}
type Turns = Map<string, Promise<unknown>>;
export type EditParts = RegistryParts & { turns: Turns };

/**
 * How it comes about, where nobody does it by hand. `plan`: the planned policy that takes effect by it, as it lies there. `custody`: a key is
 * given out by it, or comes back. `cards`: a resident's card is made or ended by it. `pairing`: a device begins to be installed by it, or is now.
 */
export type Manner = { how?: How; plan?: string; custody?: boolean; cards?: boolean; pairing?: boolean };

/** @throws Refused for what is nobody's to change here, and while what is personal cannot be sealed */
export async function change(
  parts: RegistryParts,
  { held, district }: Asked,
  { changes: sent, why, dry }: RegistryChanges,
  language: Language,
  { how, plan, custody, cards, pairing }: Manner = {},
): Promise<Done> {
  const { redis, clock } = parts;
  const changes = withCarried(district, sent);
  if (held.grant.role !== 'administrator' && changes.some(({ kind }) => kind === 'district'))
    throw new Refused('only_administrator', 'district');
  const editor = { by: held.grant.name, actor: actorOf(held), ...defined({ why }) };
  for (let tries = 0; tries < triesAtMost; tries++) {
    const end = await endOfChanges(redis);
    const { tried, stale } = await tryOn(redis, district.id, changes, { custody, cards, pairing });
    const alone = wrongAlone(tried, district.id);
    const bundle = await bundleAt(parts, district, end);
    const beyond = beyondOf(parts, { held, district }, bundle, tried, alone);
    const [outside] = beyond;
    if (outside && !dry) throw new Refused('outside_area', `${outside.kind}/${outside.id}`);
    if (outside) return { answer: { applied: false, versions: [], problems: saidIn(language, beyond) } };
    const [first] = stale;
    if (first) return changedMeanwhile(first, language);
    const unfit = alone.length > 0 ? alone : await wrongHere(parts, district.id, tried);
    const all = unfit.length > 0 ? unfit : wrongTogether(bundle, after(bundle, tried), tried, clock.now());
    const found = held.grant.area ? withoutOutside(held.grant.area, all, tried, bundle) : all;
    const problems = saidIn(language, found);
    const answer = { applied: false, versions: [], problems };
    if (dry) return { answer };
    if (found.some(({ severity }) => severity === 'error')) {
      const [taken] = found.filter(({ reason }) => reason === heldReason);
      if (taken)
        await audit(parts, held, { action: 'refused_elsewhere', about: taken.id, why: `${taken.kind}/${taken.id}` });
      return { status: 400, refused: { ...says('changes_refused', language), problems } };
    }
    if (plan !== undefined && (await readPlanned(redis, [district.id]))[0]?.text !== plan)
      return { status: 409, refused: { ...says('changed_meanwhile', language), field: 'planned' } };
    const where = { district: district.id, end, at: clock.now(), editor, plan };
    const written = await writeEdits(redis, where, nextOf(tried, how)).catch(lockedOut);
    if (!written) continue; // somebody has written meanwhile: what was checked may not hold any more
    await settle(parts, { held, district }, tried, defined({ why, set: written.set }));
    problems.push(...saidIn(language, newLogins(tried)));
    return {
      answer: {
        applied: true,
        versions: changes.map(({ kind, id }, i) => ({ kind, id, version: written.versions[i] ?? 0 })),
        problems,
        ...defined({ set: written.set }),
      },
    };
  }
  throw new Refused('store_unavailable');
}

/** The whole district as it stands at this end of the change stream. */
async function bundleAt(
  { redis, registry }: RegistryParts,
  district: DistrictRegistry,
  end: string,
): Promise<CommunityBundle> {
  const known = registry.district(district.id)?.bundle;
  return registry.seen() === end && known
    ? known
    : ((await readDistrict(redis, district.id, known)) ?? known ?? district.bundle);
}

/** What of a set somebody bound to an area may not do. @param alone what is wrong with each by itself: a border that is none is not compared */
function beyondOf(
  { redis }: RegistryParts,
  { held, district }: Asked,
  before: CommunityBundle,
  tried: Tried,
  alone: readonly Found[],
): Found[] {
  const { area } = held.grant;
  if (area === undefined) return [];
  const wrong = new Set(alone.map(({ kind, id }) => `${kind}/${id}`));
  const next = after(before, tried);
  return beyondArea(area, tried, {
    before,
    next,
    last: (standing) => lastOf(redis, district.id, standing),
    isWrong: ({ kind, id }) => wrong.has(`${kind}/${id}`),
  });
}

const says = (code: ErrorCode, language: Language): { error: string; message: string } => ({
  error: code,
  message: errors[code][language],
});

function changedMeanwhile(standing: Standing, language: Language): Done {
  const field = `${standing.kind}/${standing.id}`;
  const refused = { ...says('changed_meanwhile', language), field, ...defined({ who: lastEditor(standing) }) };
  return { status: 409, refused };
}

function lockedOut(error: unknown): never {
  throw error instanceof NoKey ? new Refused('fields_locked') : error;
}

/** Ids that another district has, people who asked to be forgotten, and what an open incident rests on. */
async function wrongHere(parts: RegistryParts, district: string, tried: Tried): Promise<Found[]> {
  const made = tried.filter(({ standing, document }) => standing.version === 0 && document !== null);
  const elsewhere = await heldElsewhere(parts, district, made);
  const erased = made.some(({ change: { kind } }) => kind === 'residents')
    ? await readErased(parts.redis, district)
    : new Map<string, number>();
  const wrong = (of: Tried, reason: string): Found[] =>
    of.map(({ change: { kind, id } }) => ({ severity: 'error', kind, id, field: 'id', reason }));
  return [
    ...wrong(inUse(parts, district, tried), 'is part of an incident that is open: close it first'),
    ...wrong(elsewhere, heldReason),
    ...wrong(
      made.filter(({ change: { kind, id } }) => kind === 'residents' && erased.has(id)),
      'was erased at their own wish; they must be readmitted first',
    ),
  ];
}

const heldReason = 'is held by another district: choose another id';

/** Devices and people whose id, or login, is another district's: all logins in one reading. */
async function heldElsewhere(parts: RegistryParts, district: string, made: Tried): Promise<Tried> {
  const named = made.filter(({ change: { kind } }) => kind === 'devices' || kind === 'responders');
  const logins = await readCredentials(
    parts.redis,
    named.map(({ change: { id } }) => id),
  );
  return named.filter(({ change: { id } }, i) => {
    const login = logins[i];
    return isHeldBeyond(parts, district, id) || (login !== undefined && login.district !== district);
  });
}

/** What an open incident rests on is not taken away under it: a home, who lives there, its device, somebody who is asked or on the way. */
function inUse({ live, registry }: RegistryParts, district: string, tried: Tried): Tried {
  const removed = tried.filter(({ document }) => document === null);
  if (removed.length === 0) return [];
  const open = live.open(district);
  const homes = new Set(open.flatMap(({ home, absorbed = [] }) => [home, ...absorbed.map((one) => one.home)]));
  const devices = new Set(open.flatMap(({ presses }) => presses.map(({ device }) => device)));
  const people = new Set(open.flatMap(({ legs }) => legs.filter(isSent).map(({ responder }) => responder)));
  const residents = registry.district(district)?.residents;
  return removed.filter(
    ({ change: { kind, id } }) =>
      (kind === 'homes' && homes.has(id)) ||
      (kind === 'residents' && homes.has(residents?.get(id)?.home)) ||
      (kind === 'devices' && devices.has(id)) ||
      (kind === 'responders' && people.has(id)),
  );
}

/** The login of what a document is about; undefined for what comes in by none. */
const loginOf = ({ kind, id }: Pick<RegistryChange, 'kind' | 'id'>): string | undefined =>
  kind === 'devices' || kind === 'responders' ? id : kind === 'sources' ? sourceLogin(id) : undefined;

/** A device, a person or a source that is there again has no login any more: it ended when they were removed. */
const newLogins = (tried: Tried): Found[] =>
  tried.flatMap(({ change: { kind, id }, standing, document }) =>
    standing.version === 0 && standing.edits !== null && document !== null && loginOf({ kind, id }) !== undefined
      ? [
          {
            severity: 'warning',
            kind,
            id,
            field: 'id',
            reason: 'needs a new login: the old one ended when it was removed',
          },
        ]
      : [],
  );

/** What follows a change: who is not there any more cannot sign in, and the audit knows who did it to whom. */
async function settle(
  parts: RegistryParts,
  { held, district }: Asked,
  tried: Tried,
  { why, set }: { why?: string; set?: string },
): Promise<void> {
  for (const { change: one, document } of tried) {
    const login = document === null ? loginOf(one) : undefined;
    if (login !== undefined) await endCredential(parts.redis, login);
  }
  const gone = tried.flatMap(({ change: { kind, id }, document }) =>
    kind === 'responders' && document === null ? [id] : [],
  );
  if (gone.length > 0) await endWaysOf(parts.redis, district.id, new Set(gone));
  const entry = { action: 'registry_changed' as const, ...defined({ why }) };
  const residents = concerning(district, tried);
  if (tried.length <= auditedAtMost) {
    for (const {
      change: { kind, id },
      document,
    } of tried)
      await audit(parts, held, {
        ...entry,
        about: id,
        reason: document === null ? `${kind}_removed` : kind,
        ...(residents.length === 0 ? {} : { residents }),
      });
    return;
  }
  // Of many the set says which they are. Whom it concerns stands in the entries, so that words about them are found when they are erased.
  for (let from = 0; from === 0 || from < residents.length; from += namedAtMost)
    await audit(parts, held, {
      ...entry,
      ...defined({ about: set }),
      residents: residents.slice(from, from + namedAtMost),
    });
}

/** Residents whom a set is about: its words may speak of them, whatever document they stand at. */
function concerning(district: DistrictRegistry, tried: Tried): string[] {
  const ids = tried.flatMap(({ change: { kind, id }, standing, document }) => {
    if (kind === 'residents') return [id];
    if (kind === 'homes') return district.residentsOf(id).map((one) => one.id);
    const named = [standing.document?.resident, document?.resident];
    return named.filter((one) => typeof one === 'string');
  });
  return [...new Set(ids)];
}

/** @throws Refused when nothing was done to it, or not that */
export async function undo(
  parts: EditParts,
  asked: Asked,
  { kind, id, version: made, standing: seen }: RegistryUndo & { kind: RegistryKind; id: string },
  language: Language,
): Promise<Done> {
  await standingWithin(parts.redis, asked.district, { kind, id });
  const edits = await readEdits(parts.redis, { district: asked.district.id, kind, id });
  const edit = made === undefined ? edits[0] : edits.find(({ version }) => version === made);
  const [standing] = await readStanding(parts.redis, asked.district.id, [{ kind, id }]);
  if (!edit || !standing) throw new Refused('nothing_to_undo', 'id');
  if (seen !== undefined && seen !== standing.version) return changedMeanwhile(standing, language);
  return change(parts, asked, { changes: [backTo(standing, edit.before)] }, language, { how: 'undone' });
}

const theirOwn = ['consents', 'away', 'onDuty', 'dutyUntil', 'nightDeskUntil', 'simulated'] as const;

/** A document as it was. What somebody has agreed to since stands: it is given and taken back by an act of its own. */
function backTo(
  { kind, id, version, document: now }: Standing,
  earlier: Record<string, unknown> | undefined,
): RegistryChange {
  if (Array.isArray(earlier?.locked) && earlier.locked.length > 0) throw new Refused('fields_locked'); // what it says is not what it was
  const { locked: _, ...before } = earlier ?? {};
  // What people have said since by an act of their own stands: consents, where they are, whether they are on duty, that they are no simulation.
  // Nor does a card of before come back beside one that was made, or ended, since.
  const stands = now?.doorCard === undefined ? theirOwn : [...theirOwn, 'card'];
  if (now) for (const field of stands) delete before[field];
  const document = {
    ...before,
    ...(now
      ? Object.fromEntries(stands.flatMap((field) => (now[field] === undefined ? [] : [[field, now[field]]])))
      : {}),
  };
  return { kind, id, version, document: earlier === undefined ? null : document };
}

/**
 * Takes back what was changed together. What somebody has changed since stays as it is.
 * @throws Refused when there is no such set any more
 */
export async function undoSet(
  parts: EditParts,
  asked: Asked,
  set: string,
  language: Language,
): Promise<{ done: Done; undone: SetUndone }> {
  const { id: district } = asked.district;
  const found = (await readSets(parts.redis, district)).find(({ id }) => id === set);
  if (!found) throw new Refused('nothing_to_undo', 'set');
  if (!isWithin(asked.district, found.documents)) throw new Refused('outside_area', 'set');
  const standings = await readStanding(parts.redis, district, found.documents);
  const stands = standings.map((one, i) => isAsMade(one, found.documents[i]?.version));
  const changes = standings
    .filter((_, i) => stands[i])
    .map((one) => backTo(one, beforeEdit(parts.redis, { district, ...one }, one.edits)));
  if (changes.length === 0) throw new Refused('nothing_to_undo', 'set');
  const done = await change(parts, asked, { changes, ...defined({ why: found.why }) }, language, { how: 'undone' });
  const kept = standings.filter((_, i) => !stands[i]).map(({ kind, id }) => ({ kind, id }));
  return { done, undone: { undone: changes.length, kept } };
}

/** A document that was removed has no version; its last edit has. Where what it was has been forgotten, nothing can be put back. */
const isAsMade = ({ version, edits }: Standing, made: number | undefined): boolean =>
  lastVersion(edits) === made && (version === 0 || version === made);

const saidIn = (language: Language, found: readonly Found[]): RegistryAnswer['problems'] =>
  found.map((one) => ({ ...one, reason: problemSays(one.reason, language) }));
