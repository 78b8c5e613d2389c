// The envelope of a backup: the age format (age-encryption.org), so that `age -d -i backup.identity` opens one without any program of
// ours. Backups of before are a bare tar and are read as they are.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { BackupProblem } from './problem.ts';

const head = Buffer.from('age-encryption.org/');

export async function encrypted(stream: Readable, recipient: string): Promise<Readable> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const out = await encrypter.encrypt(webOf(stream));
  return Readable.fromWeb(out as WebStream<Uint8Array>, { objectMode: false });
}

/** Readable.toWeb of Node 20 ends the process when such a stream is given up before it is read: ERR_INVALID_STATE, thrown where nobody catches. */
function webOf(stream: Readable): ReadableStream<Uint8Array> {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel() {
      stream.destroy();
    },
  });
}

export async function isEncrypted(path: string): Promise<boolean> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(head.length), position: 0 });
    return bytesRead === head.length && buffer.equals(head);
  } finally {
    await file.close();
  }
}

/**
 * What is inside.
 * @throws BackupProblem `no_key` or `wrong_key`; while it is read, `damaged` where it was changed or is cut off
 */
export async function opened(path: string, identity: string | undefined): Promise<Readable> {
  if (identity === undefined) throw new BackupProblem('no_key');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const source = createReadStream(path);
  const inside = await decrypter.decrypt(webOf(source)).catch((error: unknown) => {
    source.destroy();
    throw new BackupProblem(/no identity/.test(String(error)) ? 'wrong_key' : 'damaged');
  });
  return Readable.from(chunksOf(inside as WebStream<Uint8Array>), { objectMode: false });
}

async function* chunksOf(stream: WebStream<Uint8Array>): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) yield Buffer.from(chunk);
  } catch {
    throw new BackupProblem('damaged'); // a chunk that does not authenticate, or an end that is none
  }
}
