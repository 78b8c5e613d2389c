// Files beside Redis: whole or not there, on disk when this returns. What was never written is empty; whatever else keeps a file from
// being read is thrown.
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The whole file or none of it, on disk when this returns; readable by its owner only. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  const handle = await open(part, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(part, file);
  await syncFolder(dirname(file));
}

/** A new name in a folder is on disk only when the folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Undefined where there is no such file. */
export const textOf = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error) => unlessMissing(error, undefined));

/** None where there is no such folder. */
export const namesIn = (folder: string): Promise<string[]> =>
  readdir(folder).catch((error) => unlessMissing(error, []));

function unlessMissing<T>(error: NodeJS.ErrnoException, empty: T): T {
  if (error.code === 'ENOENT') return empty;
  throw error;
}
