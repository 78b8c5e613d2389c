// Writes a backup as a stream: checksums first, since the manifest comes first, then each file as it is on disk. Nothing is
// copied beforehand, so no second disk is needed for the archive.
import { createHash, type KeyObject, sign } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Header } from 'tar';
import { encrypted } from './envelope.ts';
import type { SealKeys } from './keys.ts';
import { type Manifest, manifestName, signatureName } from './manifest.ts';

/** A file to pack, as far as it reaches now: an archive file may grow meanwhile. `path` is its name in the backup. */
export type Source = { path: string; from: string; bytes: number };

const blockBytes = 512;

/** @param facts the manifest but for its files @param keys it is signed and encrypted with; a bare tar without */
export async function packBackup(
  facts: Omit<Manifest, 'files' | 'format' | 'v'>,
  sources: readonly Source[],
  keys?: SealKeys,
): Promise<{ manifest: Manifest; stream: Readable }> {
  const files: Manifest['files'] = [];
  for (const { path, from, bytes } of sources) files.push({ path, bytes, sha256: await digestOf(from, bytes) });
  const manifest: Manifest = { format: 'yjt-backup', v: 1, ...facts, files };
  const tar = Readable.from(tarOf(manifest, sources, keys?.sign), { objectMode: false });
  return { manifest, stream: keys ? await encrypted(tar, keys.recipient) : tar };
}

async function* tarOf(manifest: Manifest, sources: readonly Source[], key?: KeyObject): AsyncGenerator<Buffer> {
  const mtime = new Date(manifest.createdAt);
  const text = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
  yield headerOf(manifestName, text.length, mtime);
  yield text;
  yield padding(text.length);
  if (key) {
    const signature = Buffer.from(`${sign(null, text, key).toString('base64')}\n`);
    yield headerOf(signatureName, signature.length, mtime);
    yield signature;
    yield padding(signature.length);
  }
  for (const { path, from, bytes } of sources) {
    yield headerOf(path, bytes, mtime);
    yield* contentOf(from, bytes);
    yield padding(bytes);
  }
  yield Buffer.alloc(2 * blockBytes); // the end of a tar file
}

function headerOf(path: string, size: number, mtime: Date): Buffer {
  const header = new Header({ path, size, mtime, mode: 0o600, type: 'File', uid: 0, gid: 0 });
  header.encode();
  if (!header.block) throw new Error(`no tar header for ${path}`);
  return header.block;
}

const padding = (bytes: number): Buffer => Buffer.alloc((blockBytes - (bytes % blockBytes)) % blockBytes);

/** The first so many bytes. @throws when the file has become shorter */
async function* contentOf(path: string, bytes: number): AsyncGenerator<Buffer> {
  let left = bytes;
  if (bytes > 0)
    for await (const chunk of createReadStream(path, { end: bytes - 1 }) as AsyncIterable<Buffer>) {
      left -= chunk.length;
      yield chunk;
    }
  if (left !== 0) throw new Error(`${path} has become shorter while it was packed`);
}

async function digestOf(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of contentOf(path, bytes)) hash.update(chunk);
  return hash.digest('hex');
}
