// A part of the core, drawn by a seed: windows of lines over all its files. A whole run takes more than an hour on two cores; a part of it says the
// same within its error, and another seed says it of other lines.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const windowLines = 40;

/** Numbers from 0 to 1 by a seed (mulberry32): a run can be repeated. */
function chance(from) {
  let state = from | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * What Stryker mutates: everything, or `share` of its windows.
 * @param {string} folder with the files @param {number} share 0 to 1 @param {number} seed
 * @returns {string[]} files, or `file:first-last`
 */
export function drawn(folder, share, seed) {
  const files = readdirSync(folder, { recursive: true }).filter(
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
  );
  if (share >= 1) return files.map((name) => join(folder, name));
  const random = chance(seed);
  return files.sort().flatMap((name) => {
    const lines = readFileSync(join(folder, name), 'utf8').split('\n').length;
    const windows = Array.from({ length: Math.ceil(lines / windowLines) }, (_, i) => i * windowLines + 1);
    return windows
      .filter(() => random() < share)
      .map((first) => `${join(folder, name)}:${first}-${Math.min(lines, first + windowLines - 1)}`);
  });
}
