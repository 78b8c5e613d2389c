// Writes a backup as it arrives to a file of its owner alone, and believes in it only after reading it back.
import { createWriteStream } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Checked, checkBackup } from './check.ts';
import { isEncrypted } from './envelope.ts';
import type { OpenKeys } from './keys.ts';

/**
 * @param path must not exist; it appears only when the backup is whole
 * @returns what it holds; undefined when it was not read back, since the identity that opens it is elsewhere
 * @throws with code EEXIST when it does, BackupProblem when what arrived is not whole
 */
export async function keepBackup(stream: Readable, path: string, keys: OpenKeys = {}): Promise<Checked | undefined> {
  const part = `${path}.part`;
  await pipeline(stream, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
  try {
    const closed = keys.identity === undefined && (await isEncrypted(part));
    const manifest = closed ? undefined : await checkBackup(part, keys);
    await link(part, path); // unlike a rename it never replaces another file
    return manifest;
  } finally {
    await rm(part, { force: true });
  }
}
