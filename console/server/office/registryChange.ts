// A set of changes to the registry, tried against the district as it would be, and written: docs/decisions/031.
import { isDeepStrictEqual } from 'node:util';
import { Compile } from 'typebox/compile';
import { withPlainPhones } from '../../../contracts/asWritten.ts';
import type { CommunityBundle, Contact, HeldKey, Resident } from '../../../contracts/office/community.ts';
import { collections, documentSchemas } from '../../../contracts/office/documents.ts';
import { withKnownIds } from '../../../contracts/office/familySees.ts';
import { type Purpose, purposes } from '../../../contracts/office/personal.ts';
import type { Problem } from '../../../contracts/office/problem.ts';
import type { RegistryChange, RegistryKind } from '../../../contracts/office/registry.ts';
import { reasonOf, type SchemaError } from '../../../contracts/schemaWords.ts';
import { checkDistrict } from '../../../dispatcher/domain/checkDistrict.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { type Next, readStanding, type Standing } from '../../../store/editDistrict.ts';
import type { How } from '../../../store/edits.ts';
import { withHolders } from './heldKeys.ts';

/** A problem of a document by its name: an index says nothing to who did not write the file. */
export type Found = Omit<Problem, 'path'> & { kind: RegistryKind; id: string };
type Doc = { id: string } & Record<string, unknown>;

const checks = Object.fromEntries(
  Object.entries(documentSchemas).map(([kind, schema]) => [kind, Compile(schema)]),
) as Record<RegistryKind, ReturnType<typeof Compile>>;

/** What stands now of each document that a set names, and what it is to be. */
export type Tried = { standing: Standing; change: RegistryChange; document: Doc | null }[];

/** Whoever moves takes along what they carry: a press is answered at the home that stands at the device. */
export function withCarried(
  { residents, bundle }: DistrictRegistry,
  changes: readonly RegistryChange[],
): RegistryChange[] {
  const named = new Set(changes.map(({ kind, id }) => `${kind}/${id}`));
  const follows = changes.flatMap(({ kind, id, document, set }): RegistryChange[] => {
    const before = kind === 'residents' ? residents.get(id)?.home : undefined;
    const home = (document ?? set)?.home;
    if (before === undefined || typeof home !== 'string' || home === before) return [];
    return bundle.devices
      .filter((one) => one.resident === id && one.home === before && !named.has(`devices/${one.id}`))
      .map((one) => ({ kind: 'devices', id: one.id, set: { home } }));
  });
  return [...changes, ...follows];
}

/** What only an act of its own says. */
type Acts = { custody?: boolean | undefined; cards?: boolean | undefined; pairing?: boolean | undefined };

/**
 * @param custody keys are given out or come back by these changes
 * @param cards cards are made or ended by them
 * @param pairing a device begins to be installed by them, or is now
 * @returns the changes in their order, and which were made on a version that is not there any more
 */
export async function tryOn(
  redis: Parameters<typeof readStanding>[0],
  district: string,
  changes: readonly RegistryChange[],
  acts: Acts = {},
): Promise<{ tried: Tried; stale: Standing[] }> {
  const standings = await readStanding(redis, district, changes);
  const tried = changes.map((change, i) => {
    const standing = standings[i] as Standing;
    return { standing, change, document: documentOf(change, standing, acts) };
  });
  const stale = tried.filter(
    ({ change: { version }, standing }) => version !== undefined && version !== standing.version,
  );
  return { tried, stale: stale.map(({ standing }) => standing) };
}

/** A change that sets fields of nothing makes a document of them: its schema says what is missing. */
function documentOf(
  { kind, id, document, set }: RegistryChange,
  standing: Standing,
  { custody, cards, pairing }: Acts,
): Doc | null {
  if (document === null) return null;
  const whole = document ?? { ...standing.document, ...set };
  const given = Object.fromEntries(Object.entries({ ...whole, id }).filter(([, value]) => value !== null)) as Doc;
  if (kind === 'policy') return Object.fromEntries(Object.entries(given).filter(([name]) => name !== 'id')) as Doc;
  // A field whose key is missing stays as it lies there; nobody has read it.
  const locked = standing.document?.locked;
  const written = withPlainPhones(locked === undefined ? given : { ...given, locked }) as Doc;
  if (kind === 'homes' && !custody) return withKeyHolders(written, standing.document);
  if (kind === 'devices' && !pairing) return withStandingInstall(written, standing.document);
  if (kind !== 'residents') return written;
  const known = withContactIds(written, standing.document);
  return cards ? known : withStandingCard(known, standing.document);
}

/** A card is good, or has ended, whatever a form of an hour ago or an earlier state says. */
function withStandingCard({ doorCard: _, ...written }: Doc, now: Standing['document']): Doc {
  if (now?.doorCard === undefined) return written as Doc;
  const { card: _old, ...rest } = written as Doc & { card?: unknown }; // a list of last month still has the number of before
  return { ...rest, doorCard: now.doorCard } as Doc;
}

/** A device is installed once its press came and its answer was heard, whatever a form or an earlier state says. */
function withStandingInstall({ installing, ...written }: Doc, now: Standing['document']): Doc {
  const stands = now === undefined ? installing : now.installing;
  return (stands === undefined ? written : { ...written, installing: stands }) as Doc;
}

/** Whoever has a key has it, whatever a form of an hour ago or an earlier state says. */
function withKeyHolders(written: Doc, now: Standing['document']): Doc {
  const { keys } = written as Partial<Record<'keys', readonly HeldKey[]>>;
  if (!Array.isArray(keys) || !keys.every((one) => typeof one === 'object' && one !== null)) return written;
  return { ...written, keys: withHolders(now?.keys as readonly HeldKey[] | undefined, keys) };
}

/** Who may see how a resident is stays who they are, whatever is written into their place. */
function withContactIds(written: Doc, now: Standing['document']): Doc {
  const { contacts } = written as Partial<Record<'contacts', readonly Contact[]>>;
  if (!Array.isArray(contacts) || !contacts.every((one) => typeof one === 'object' && one !== null)) return written;
  const isWhole = (one: Contact): boolean => typeof one.name === 'string' && typeof one.phone === 'string';
  if (!contacts.every(isWhole)) return written; // its schema says what is missing
  return { ...written, contacts: withKnownIds((now?.contacts ?? []) as readonly Contact[], contacts) };
}

/** What is wrong with each by itself. */
export function wrongAlone(tried: Tried, district: string): Found[] {
  const seen = new Set<string>();
  return tried.flatMap(({ change: { kind, id, version, set, document: sent }, standing, document }): Found[] => {
    const wrong = (field: string, reason: string): Found => ({ severity: 'error', kind, id, field, reason });
    const name = `${kind}/${id}`;
    if (seen.has(name)) return [wrong('id', 'is changed twice in one set')];
    seen.add(name);
    if ((sent === undefined) === (set === undefined)) return [wrong('', 'needs either document or set')];
    if (sent !== undefined && version === undefined) return [wrong('version', 'is missing: the version that was read')];
    if (kind === 'district' && id !== district) return [wrong('id', `there is no district "${id}" here`)];
    if (kind === 'policy' && id !== 'policy') return [wrong('id', 'is no id of a policy: it is called policy')];
    if (document === null) {
      if (kind === 'district' || kind === 'policy') return [wrong('', 'cannot be removed')];
      return standing.version === 0 ? [wrong('id', 'is not there')] : [];
    }
    if (
      kind === 'residents' &&
      !isDeepStrictEqual(standing.document?.consents ?? [], standing.document ? (document.consents ?? []) : [])
    )
      return [wrong('consents', 'is given and taken back by an act of its own')];
    const own = wrongOf(kind, document, standing.document);
    if (own) return [wrong(...own)];
    if (standing.version > 0 && standing.document === undefined && sent === undefined)
      return [wrong('', 'cannot be read: import it, or send it whole')];
    const { locked: _, ...clear } = document;
    const check = checks[kind];
    if (check.Check(clear)) return [];
    const first = new Map<string, string>();
    for (const error of check.Errors(clear))
      for (const field of fieldsOf(error)) if (!first.has(field)) first.set(field, reasonOf(error));
    return [...first].map(([field, reason]) => wrong(field, reason));
  });
}

/** What a form may not say, since somebody says it by an act of their own, or since it cannot be. */
function wrongOf(
  kind: RegistryKind,
  next: Doc,
  now: Doc | Readonly<Record<string, unknown>> | undefined,
): [field: string, reason: string] | undefined {
  if (kind === 'responders' && now) {
    const switched = ['onDuty', 'dutyUntil', 'nightDeskUntil'].find(
      (field) => !isDeepStrictEqual(next[field], now[field]),
    );
    if (switched !== undefined) return [switched, 'is turned by an act of its own'];
    if (next.simulated === true && now.simulated !== true)
      return ['simulated', 'is a real person, and cannot be simulated'];
  }
  if (kind === 'devices' && isReaddressed(next, now))
    return ['address', 'is being installed: change it where it is installed'];
  if (kind !== 'residents') return undefined;
  const { consents = [], away } = next as Partial<Pick<Resident, 'consents' | 'away'>>;
  if (away?.until !== undefined && away.until <= away.since) return ['away/until', 'must be later than since'];
  const ended = (Object.keys(purposes) as Purpose[]).filter(
    (purpose) => consents.findLast((one) => one.purpose === purpose)?.withdrawn !== undefined,
  );
  const kept = ended.flatMap((purpose) => purposes[purpose] as readonly string[]);
  const again = kept.find((field) => next[field] !== undefined && !isNone(next[field]));
  return again === undefined ? undefined : [again, 'rests on a consent that was taken back'];
}

const isNone = (value: unknown): boolean => (Array.isArray(value) || typeof value === 'string') && value.length === 0;
/** A press proves something of the address that it came from: another one begins anew, by the act that installs. */
const isReaddressed = (next: Doc, now: Readonly<Record<string, unknown>> | undefined): boolean =>
  now?.installing !== undefined && isDeepStrictEqual(next.installing, now.installing) && next.address !== now.address;

/** The fields that an error is about, each by the way to it: `contacts/0/phone`. */
function fieldsOf(error: SchemaError): string[] {
  if (error.keyword === 'boolean') return []; // said once more by `additionalProperties`
  const at = error.instancePath.split('/').slice(1);
  const { requiredProperties: missing, additionalProperties: unknown } = error.params as Record<
    string,
    readonly string[]
  >;
  const names = error.keyword === 'required' ? missing : error.keyword === 'additionalProperties' ? unknown : undefined;
  return names ? names.map((name) => [...at, name].join('/')) : [at.join('/')];
}

/** The district as it would be. */
export function after(bundle: CommunityBundle, tried: Tried): CommunityBundle {
  const next: Record<string, unknown> = { ...bundle };
  for (const kind of new Set(tried.map(({ change }) => change.kind))) {
    const mine = tried.filter(({ change }) => change.kind === kind);
    if (kind === 'district' || kind === 'policy') {
      next[kind] = mine[0]?.document;
      continue;
    }
    const documents = new Map<string, unknown>((bundle[kind] as { id: string }[]).map((one) => [one.id, one]));
    for (const { change, document } of mine)
      if (document === null) documents.delete(change.id);
      else documents.set(change.id, document);
    next[kind] = [...documents.values()];
  }
  return next as unknown as CommunityBundle;
}

const known = new WeakMap<CommunityBundle, ReadonlySet<string>>();

/** What is wrong with the district then and was not before; of what a human must judge, only what is said of the documents changed. */
export function wrongTogether(before: CommunityBundle, next: CommunityBundle, tried: Tried, now: number): Found[] {
  const standing = known.get(before) ?? new Set(named(before, checkDistrict(before, now as never)).map(keyOf));
  known.set(before, standing);
  const touched = new Set(tried.map(({ change }) => `${change.kind}/${change.id}`));
  return named(next, checkDistrict(next, now as never)).filter(
    (found) => !standing.has(keyOf(found)) && (found.severity === 'error' || touched.has(`${found.kind}/${found.id}`)),
  );
}

const keyOf = ({ kind, id, field, reason }: Found): string => `${kind}/${id} ${field}: ${reason}`;

/** `/homes/3` → homes, and the id of the fourth. */
function named(bundle: CommunityBundle, problems: readonly Problem[]): Found[] {
  return problems.map(({ path, ...rest }) => {
    const [, kind = '', index = '', ...deeper] = path.split('/');
    const list = (collections as readonly string[]).includes(kind)
      ? bundle[kind as (typeof collections)[number]]
      : undefined;
    const id = list?.[Number(index)]?.id ?? (kind === 'policy' ? 'policy' : bundle.district.id);
    const field = [...(list ? deeper : [index, ...deeper].filter((part) => part !== '')), rest.field].join('/');
    return { ...rest, field, kind: (list || kind === 'policy' ? kind : 'district') as RegistryKind, id };
  });
}

/** As it is written: what was there is changed, what was not is made. */
export const nextOf = (tried: Tried, how?: How): Next[] =>
  tried.map(({ standing, document }) => ({
    standing,
    document,
    how: how ?? (document === null ? 'removed' : standing.version === 0 ? 'made' : 'changed'),
  }));
