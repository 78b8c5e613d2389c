// Puts a backup into an empty DATA_DIR, so that the next start finds it there. Everything is written beside and checked before
// anything gets its name: a restore that is cut off leaves no half of an installation behind, and the start refuses it.
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { namesIn, syncFolder } from '../store/onDisk.ts';
import { dataVersion } from '../store/version.ts';
import { type Checked, checkBackup } from './check.ts';
import { keysFolder, type OpenKeys } from './keys.ts';
import { snapshotName } from './manifest.ts';
import { BackupProblem } from './problem.ts';

/** In DATA_DIR while a restore is under way; a start finds it and says so (supervisor/place.ts). */
export const unfinishedName = 'restoring';

/** Redis reads its append-only files, not a snapshot, once `appendonly` is on: the snapshot becomes their base. */
const appendOnlyFolder = join('redis', 'appendonlydir');
const baseFile = 'appendonly.aof.1.base.rdb';
const appendOnlyManifest = `file ${baseFile} seq 1 type b\n`;

/**
 * Restores, or with `dryRun` only says what would be written after checking all of it.
 * @throws BackupProblem when the backup is damaged or newer, or the place is not empty: nothing was changed then
 */
export async function restoreBackup(
  file: string,
  { into, dryRun, keys = {} }: { into: string; dryRun: boolean; keys?: OpenKeys },
): Promise<Checked> {
  const place = resolve(into);
  if ((await entriesOf(place)).length > 0) throw new BackupProblem('not_empty', place);
  const manifest = await checkBackup(file, keys); // before a single byte is written
  if (manifest.dataVersion > dataVersion) throw new BackupProblem('newer', String(manifest.dataVersion));
  if (dryRun) return manifest;
  await mkdir(place, { recursive: true, mode: 0o700 });
  const unfinished = join(place, unfinishedName);
  await mkdir(unfinished, { mode: 0o700 });
  try {
    await writeParts(file, unfinished, keys);
    for (const part of await readdir(unfinished)) await rename(join(unfinished, part), join(place, part));
    await syncFolder(place);
    await rm(unfinished, { recursive: true });
  } catch (error) {
    for (const entry of await entriesOf(place)) await rm(join(place, entry), { recursive: true });
    throw error;
  }
  return manifest;
}

async function writeParts(file: string, folder: string, keys: OpenKeys): Promise<void> {
  const base = join(folder, appendOnlyFolder);
  await mkdir(base, { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'archive'), { mode: 0o700 });
  await checkBackup(file, keys, async (path, content) => {
    const target = path === snapshotName ? join(base, baseFile) : join(folder, path);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await pipeline(content, createWriteStream(target, { flags: 'wx', mode: 0o600, flush: true }));
    await syncFolder(dirname(target));
  });
  await writeFile(join(base, 'appendonly.aof.manifest'), appendOnlyManifest, { mode: 0o600, flush: true });
  await syncFolder(base);
}

/** Besides the keys, which were put there to open it. */
async function entriesOf(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => join(folder, name) !== keysFolder(folder));
}
