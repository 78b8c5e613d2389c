// Reads a backup against its manifest: every file there, whole and unchanged, and none besides.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Parser, type ReadEntry } from 'tar';
import { type Manifest, manifestName, readManifest } from './manifest.ts';

/** Why a backup is not used. A word for the caller's sentence; `file` names the part. */
export class BackupProblem extends Error {
  readonly why: 'no_backup' | 'cut_off' | 'changed' | 'missing' | 'unexpected' | 'newer' | 'not_empty';
  readonly file: string | undefined;

  constructor(why: BackupProblem['why'], file?: string) {
    super(file === undefined ? why : `${why}: ${file}`);
    this.why = why;
    this.file = file;
  }
}

/** Takes a file's content as it passes; it may turn out to be damaged afterwards. */
export type Sink = (path: string, content: AsyncIterable<Buffer>) => Promise<void>;

const manifestAtMostBytes = 1024 * 1024;

/**
 * Reads the whole backup.
 * @param sink given each file besides the manifest; its content is checked while it passes
 * @throws BackupProblem when it is not exactly what its manifest says
 */
export async function checkBackup(path: string, sink: Sink = drain): Promise<Manifest> {
  let manifest: Manifest | undefined;
  const seen = new Set<string>();
  await eachFile(path, async (name, content) => {
    if (!manifest) {
      if (name !== manifestName) throw new BackupProblem('no_backup');
      manifest = readManifest(await textOf(content));
      if (!manifest) throw new BackupProblem('no_backup');
      return;
    }
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
  return manifest;
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
function eachFile(path: string, use: (name: string, content: AsyncIterable<Buffer>) => Promise<void>): Promise<void> {
  return new Promise((done, failed) => {
    const source = createReadStream(path);
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
    source.on('error', failed); // the file cannot be read: said by its own error
    source.on('data', (chunk) => {
      if (!parser.write(chunk as Buffer)) source.pause();
    });
    parser.on('drain', () => source.resume());
    source.on('end', () => parser.end());
  });
}
