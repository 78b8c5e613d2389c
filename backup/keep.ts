// Writes a backup as it arrives to a file of its owner alone, and believes in it only after reading it back.
import { createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { checkBackup } from './check.ts';
import type { Manifest } from './manifest.ts';

/**
 * @param path must not exist; it appears only when the backup is whole
 * @throws with code EEXIST when it does, BackupProblem when what arrived is not whole
 */
export async function keepBackup(stream: Readable, path: string): Promise<Manifest> {
  const part = `${path}.part`;
  await pipeline(stream, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
  try {
    const manifest = await checkBackup(part);
    await link(part, path); // unlike a rename it never replaces another file
    return manifest;
  } finally {
    await rm(part, { force: true });
  }
}
