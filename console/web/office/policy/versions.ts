// The versions of a document, as its history tells them: what each edit found is what stood before it.
import type { RegistryEdit } from '../../../../contracts/office/registry.ts';
import { type Document, withField } from '../registry/values.ts';

/** `edit`: that made it; absent for what stood before the first that is known. */
export type Version = { version: number; document: Document; edit?: RegistryEdit };

/** @param edits the newest first, as they come */
export function versionsOf(now: Document, edits: readonly RegistryEdit[]): Version[] {
  const versions: Version[] = [];
  let document = now;
  for (const edit of edits) {
    versions.push({ version: edit.version, document, edit });
    for (const { field, before } of edit.fields) document = withField(document, field, before);
  }
  const first = edits.at(-1);
  if (first && first.how !== 'made') versions.push({ version: first.version - 1, document });
  return versions;
}
