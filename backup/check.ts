// Reads a backup against its manifest: every file there, whole and unchanged, and none besides.
import { createHash, verify } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { Parser, type ReadEntry } from 'tar';
import { isEncrypted, opened } from './envelope.ts';
import type { OpenKeys } from './keys.ts';
import { type Manifest, manifestName, readManifest, signatureName } from './manifest.ts';
import { BackupProblem } from './problem.ts';

/** Takes a file's content as it passes; it may turn out to be damaged afterwards. */
export type Sink = (path: string, content: AsyncIterable<Buffer>) => Promise<void>;

const manifestAtMostBytes = 1024 * 1024;

/** `signed`: by the key that was given; `unknown`: there was none to compare with; `none`: a backup of before. */
export type Checked = Manifest & { encrypted: boolean; signed: 'ours' | 'unknown' | 'none' };

/**
 * Reads the whole backup.
 * @param sink given each file besides the manifest; its content is checked while it passes
 * @throws BackupProblem when it is not exactly what its manifest says, cannot be opened, or is not signed by whom we know
 */
export async function checkBackup(path: string, keys: OpenKeys = {}, sink: Sink = drain): Promise<Checked> {
  const encrypted = await isEncrypted(path);
  let manifest: Manifest | undefined;
  let text = '';
  let signed: Checked['signed'] = 'none';
  const seen = new Set<string>();
  await eachFile(encrypted ? await opened(path, keys.identity) : createReadStream(path), async (name, content) => {
    if (!manifest) {
      if (name !== manifestName) throw new BackupProblem('no_backup');
      text = await textOf(content);
      manifest = readManifest(text);
      if (!manifest) throw new BackupProblem('no_backup');
      return;
    }
    if (name === signatureName && signed === 'none' && seen.size === 0) {
      signed = keys.verify === undefined ? 'unknown' : 'ours';
      const signature = Buffer.from(await textOf(content), 'base64');
      if (keys.verify && !verify(null, Buffer.from(text), keys.verify, signature))
        throw new BackupProblem('bad_signature');
      return;
    }
    // Whoever knows the recipient can encrypt; that it is ours only the signature says.
    if (encrypted && signed === 'none') throw new BackupProblem('bad_signature');
    const expected = manifest.files.find((one) => one.path === name);
    if (!expected || seen.has(name)) throw new BackupProblem('unexpected', name);
    seen.add(name);
    const hash = createHash('sha256');
    let bytes = 0;
    await sink(
      name,
      watched(content, (chunk) => {
        hash.update(chunk);
        bytes += chunk.length;
      }),
    );
    if (bytes !== expected.bytes || hash.digest('hex') !== expected.sha256) throw new BackupProblem('changed', name);
  });
  if (!manifest) throw new BackupProblem('no_backup');
  const missing = manifest.files.find((one) => !seen.has(one.path));
  if (missing) throw new BackupProblem('missing', missing.path);
  return { ...manifest, encrypted, signed };
}

const drain: Sink = async (_path, content) => {
  for await (const _ of content); // only to have it checked
};

async function* watched(content: AsyncIterable<Buffer>, see: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    see(chunk);
    yield chunk;
  }
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    bytes += chunk.length;
    if (bytes > manifestAtMostBytes) throw new BackupProblem('no_backup');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** One file after the other, in their order. */
function eachFile(
  source: Readable,
  use: (name: string, content: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  return new Promise((done, failed) => {
    let used: Promise<void> = Promise.resolve();
    let any = false;
    const fail = (error: unknown): void => {
      source.destroy();
      failed(error instanceof Error && 'tarCode' in error ? new BackupProblem(any ? 'cut_off' : 'no_backup') : error);
    };
    const parser = new Parser({
      strict: true, // a tar that is cut off or damaged is an error
      onReadEntry: (entry: ReadEntry) => {
        any = true;
        used = used.then(() => use(entry.path, entry)).catch(fail);
      },
    });
    parser.on('error', fail);
    parser.on('end', () => void used.then(done));
    source.on('error', failed); // it cannot be read or opened: said by its own error
    source.on('data', (chunk) => {
      if (!parser.write(chunk as Buffer)) source.pause();
    });
    parser.on('drain', () => source.resume());
    source.on('end', () => parser.end());
  });
}
