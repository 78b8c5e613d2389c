// A document with its personal fields sealed, each by itself: `document` holds what is in clear, `sealed` the rest. A field that
// cannot be opened says so and is named in `locked`; written again, it stays as it was.
import { type Lockable, lockedText, sealedFields } from '../../contracts/office/personal.ts';
import { type KeyRing, NoKey } from './keyRing.ts';

/** As it lies in the store. */
export type Stored = { version: number; document: Readonly<Record<string, unknown>>; sealed?: Record<string, string> };
type Place = { district: string; kind: string; id: string };

/** What stands in a field while it is locked; the others are absent. */
const lockedAs: Readonly<Record<string, unknown>> = {
  conditions: [lockedText],
  mobility: lockedText,
  access: { note: lockedText },
  contacts: [],
};

/** @returns the whole document, and the names of what could not be opened */
export function openDocument(keys: KeyRing | undefined, place: Place, { document, sealed }: Stored) {
  const opened: Record<string, unknown> = {};
  const locked: string[] = [];
  for (const [field, text] of Object.entries(sealed ?? {})) {
    const clear = keys?.open({ ...place, field }, text);
    if (clear !== undefined) opened[field] = JSON.parse(clear);
    else {
      locked.push(field);
      if (field in lockedAs) opened[field] = lockedAs[field];
    }
  }
  return { document: { ...document, ...opened }, locked };
}

/**
 * @param before what is stored now: a value that has not changed keeps its text, a locked one stays locked
 * @throws NoKey when something must be sealed and cannot be
 */
export function sealDocument(
  keys: KeyRing | undefined,
  place: Place,
  { version, document, before }: { version: number; document: object; before?: Stored | undefined },
): Stored {
  const { locked = [], ...whole } = document as Lockable & Record<string, unknown>;
  const fields = sealedFields(place.kind);
  if (keys === undefined && locked.length === 0) return { version, document: whole };
  const clear: Record<string, unknown> = { ...whole };
  const sealed: Record<string, string> = {};
  for (const field of fields) {
    const value = clear[field];
    delete clear[field];
    const known = before?.sealed?.[field];
    if (locked.includes(field)) {
      if (known === undefined) throw new NoKey(`${place.kind}/${place.id} has a locked ${field}`);
      sealed[field] = known;
    } else if (isNothing(value)) {
      clear[field] = value; // there is nothing to hide, and nothing to lock
    } else if (value !== undefined) {
      const text = JSON.stringify(value);
      const stays = known !== undefined && keys?.isCurrent(known) && keys.open({ ...place, field }, known) === text;
      if (stays) sealed[field] = known;
      // An older document still in clear, while there is no key: who goes on duty must not wait for one.
      else if (keys === undefined || (!keys.current && JSON.stringify(before?.document[field]) === text))
        clear[field] = value;
      else sealed[field] = keys.seal({ ...place, field }, text);
    }
  }
  return { version, document: clear, ...(Object.keys(sealed).length === 0 ? {} : { sealed }) };
}

/** An empty list, or an object without anything. */
const isNothing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Is anything of it in clear that should be sealed, or sealed with an older key that we have? */
export function needsSealing(keys: KeyRing, kind: string, { document, sealed = {} }: Stored): boolean {
  return (
    sealedFields(kind).some((field) => document[field] !== undefined && !isNothing(document[field])) ||
    Object.values(sealed).some((text) => !keys.isCurrent(text) && keys.ids.includes(text.split('.')[1] ?? ''))
  );
}
