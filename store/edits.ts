// What a document of the registry was before it was changed by hand, or by an import: who, when, why. It is written in the same step as the
// change; what is sealed in the document is sealed here (docs/decisions/031).
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import type { DocumentKind } from '../contracts/office/documents.ts';
import { defined } from '../contracts/shapes.ts';
import { openStored, storedOf } from './documents.ts';
import { directoryKeys } from './keys.ts';
import { keysOf } from './secrets/lent.ts';
import type { Stored } from './secrets/sealed.ts';

/** Who edits, as whom, and why. */
export type Editor = { by: string; actor: string; why?: string };
export type How = 'made' | 'changed' | 'removed' | 'undone' | 'imported' | 'planned';

/** `version`: that the edit made. `before` absent: there was none. */
const Edit = Type.Object({
  version: Type.Integer(),
  at: Type.Integer(),
  by: Type.String(),
  actor: Type.String(),
  how: Type.Enum(['made', 'changed', 'removed', 'undone', 'imported', 'planned']),
  why: Type.Optional(Type.String()),
  before: Type.Optional(Type.Unknown()),
});
export type Edit = Static<typeof Edit>;
const Check = Compile(Type.Array(Edit));

/** Of one document. Of all of them the audit says who and when. */
const editsAtMost = 30;

export const editsIn = (text: string | null | undefined): Edit[] => readAs(Check, text) ?? [];

/**
 * The edits of a document with one more.
 * @param known as they lie in the store
 * @param before the document as it lay there; empty: there was none
 */
export function withEdit(
  known: string | null | undefined,
  before: string,
  edit: { version: number; at: number; how: How; editor: Editor },
): string {
  const { version, at, how, editor } = edit;
  const stored = storedOf(before);
  const one: Edit = {
    version,
    at,
    how,
    by: editor.by,
    actor: editor.actor,
    ...defined({ why: editor.why, before: stored }),
  };
  return JSON.stringify([one, ...editsIn(known)].slice(0, editsAtMost));
}

type Place = { district: string; kind: DocumentKind; id: string };

/** The document that an edit found, opened; undefined where there was none. */
function openedBefore(
  redis: Redis,
  { district, kind, id }: Place,
  { before }: Edit,
): Record<string, unknown> | undefined {
  const stored = before as Stored | undefined;
  if (stored === undefined) return undefined;
  return openStored(keysOf(redis), { district, kind, id }, stored);
}

/** What a document was before its last edit. @param edits as they lie in the store */
export function beforeEdit(redis: Redis, place: Place, edits: string | null): Record<string, unknown> | undefined {
  const [last] = editsIn(edits);
  return last && openedBefore(redis, place, last);
}

export type EditRead = Omit<Edit, 'before'> & { before: Record<string, unknown> | undefined };

/** What was done to a document, the newest first. */
export async function readEdits(redis: Redis, place: Place): Promise<EditRead[]> {
  const edits = editsIn(await redis.hget(directoryKeys.edits(place.district), `${place.kind}/${place.id}`));
  return edits.map((edit) => ({ ...edit, before: openedBefore(redis, place, edit) }));
}

/** What documents of these were before goes: who is erased, or takes a yes back, is not kept in an earlier state. */
export async function forgetEdits(
  redis: Redis,
  district: string,
  named: Readonly<Partial<Record<DocumentKind, readonly string[]>>>,
): Promise<void> {
  const fields = Object.entries(named).flatMap(([kind, ids]) => ids.map((id) => `${kind}/${id}`));
  if (fields.length > 0) await redis.hdel(directoryKeys.edits(district), ...fields);
}
