// The documents of a district as they lie in the store: one a field, checked by its schema, with sealed fields opened.
import type { Redis } from 'ioredis';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parsed } from '../contracts/json.ts';
import { type DocumentKind, documentSchemas } from '../contracts/office/documents.ts';
import { upcastDocument } from '../contracts/office/oldDocuments.ts';
import { directoryKeys } from './keys.ts';
import type { KeyRing } from './secrets/keyRing.ts';
import { openDocument, type Stored } from './secrets/sealed.ts';

export const stored = <T extends TSchema>(schema: T) =>
  Compile(
    Type.Object({
      version: Type.Integer({ minimum: 1 }),
      document: schema,
      sealed: Type.Optional(Type.Record(Type.String(), Type.String())),
    }),
  );
const checks = Object.fromEntries(
  Object.entries(documentSchemas).map(([kind, schema]) => [kind, stored(schema)]),
) as Record<DocumentKind, ReturnType<typeof stored>>;

export const versionOf = (text: string | undefined): number => {
  if (text === undefined) return 0;
  const value = parsed(text);
  return typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) || 0 : 0;
};

/** What lies there, as far as it is one of ours. */
export function storedOf(text: string | null | undefined): Stored | undefined {
  const value = parsed(text);
  const isStored = typeof value === 'object' && value !== null && 'document' in value;
  return isStored ? (value as Stored) : undefined;
}

/** A document of any version as this program has it; `locked` are the fields whose key is missing. @throws when it is none of ours */
export function openStored(
  keys: KeyRing | undefined,
  place: { district: string; kind: DocumentKind; id: string },
  stored: Stored,
): Record<string, unknown> & { locked?: readonly string[] } {
  const upcast = { ...stored, document: upcastDocument(place.kind, stored.document) as Stored['document'] };
  const { document, locked } = openDocument(keys, place, upcast);
  return locked.length === 0 ? document : { ...document, locked };
}

/** Reads a stored document, also of an earlier version; undefined when it cannot be read. A field whose key is missing is locked. */
export function storedDocument(
  keys: KeyRing | undefined,
  place: { district: string; kind: DocumentKind; id: string },
  text: string,
): { document: unknown; stored: Stored } | undefined {
  const { kind } = place;
  const stored = storedOf(text);
  if (!stored) return undefined;
  try {
    const { locked, ...document } = openStored(keys, place, stored);
    if (!checks[kind].Check({ ...stored, document })) return undefined;
    return { document: locked === undefined ? document : { ...document, locked }, stored };
  } catch {
    return undefined; // it looked like one of an earlier version, or like a sealed one, and is none
  }
}

/** Whether a field of a district's documents holds one, whoever has its keys. */
export function isReadableDocument(field: string, text: string): boolean {
  const [kind, id] = partsOf(field);
  return isKind(kind) && storedDocument(undefined, { district: '', kind, id }, text) !== undefined;
}

export const partsOf = (field: string): [string, string] => [
  field.slice(0, field.indexOf('/')),
  field.slice(field.indexOf('/') + 1),
];

/** A hash has no order; what is shown has. */
export const byIdOrder = (a: unknown, b: unknown): number => (idOf(a) < idOf(b) ? -1 : 1);
export const idOf = (document: unknown): string =>
  typeof document === 'object' && document !== null && 'id' in document ? String(document.id) : '';

export const isKind = (kind: string): kind is DocumentKind => Object.hasOwn(documentSchemas, kind);

/** Where the change stream ends: whatever is read after it is at least as new. Empty: nothing was ever changed. */
export async function endOfChanges(redis: Redis): Promise<string> {
  const [last] = await redis.xrevrange(directoryKeys.changes, '+', '-', 'COUNT', 1);
  return last?.[0] ?? '';
}

/** An entry of the change stream. `id` is absent when the whole district was replaced. */
export const Change = Type.Object({
  district: Type.String(),
  kind: Type.Optional(Type.String()),
  id: Type.Optional(Type.String()),
});
export type Change = Static<typeof Change>;
