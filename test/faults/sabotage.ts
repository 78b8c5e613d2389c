// Breaks the system on purpose, in a copy of what was compiled: nothing in the product knows of it. Each break is one that
// the harness exists to find.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../system.ts';

/** A text in a compiled file, and what stands there instead. */
export type Patch = { file: string; from: string; to: string };

/** Puts `patches` into a copy of dist/. @returns its folder, and how to remove it @throws when a text is not there exactly once */
export function sabotage(patches: readonly Patch[]): { dist: string; remove: () => void } {
  const folder = join(root, 'test-output'); // inside the checkout, so that packages are found
  mkdirSync(folder, { recursive: true });
  const dist = mkdtempSync(join(folder, 'sabotage-'));
  const remove = (): void => rmSync(dist, { recursive: true, force: true });
  try {
    cpSync(join(root, 'dist'), dist, { recursive: true });
    for (const { file, from, to } of patches) {
      const text = readFileSync(join(dist, file), 'utf8');
      const parts = text.split(from);
      if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times: ${from}`);
      writeFileSync(join(dist, file), parts.join(to));
    }
  } catch (error) {
    remove();
    throw error;
  }
  return { dist, remove };
}
