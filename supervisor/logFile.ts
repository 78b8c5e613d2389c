// A process's output in a file that does not grow without end: at the limit the file becomes `.1`, the older one goes.
import { createWriteStream, renameSync, statSync, type WriteStream } from 'node:fs';

/** Of each process twice this much is kept. */
export const logAtMostBytes = 10 * 1024 * 1024;

export class LogFile {
  readonly #path: string;
  #stream: WriteStream;
  #bytes: number;

  constructor(path: string) {
    this.#path = path;
    this.#bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    this.#stream = this.#open();
  }

  write(chunk: Buffer): void {
    if (this.#bytes + chunk.length > logAtMostBytes) {
      this.#stream.end();
      renameSync(this.#path, `${this.#path}.1`);
      this.#bytes = 0;
      this.#stream = this.#open();
    }
    this.#bytes += chunk.length;
    this.#stream.write(chunk);
  }

  #open(): WriteStream {
    const stream = createWriteStream(this.#path, { flags: 'a', mode: 0o600 });
    stream.on('error', () => undefined); // a full disk must not end the system; yjt doctor tells of the disk
    return stream;
  }
}
