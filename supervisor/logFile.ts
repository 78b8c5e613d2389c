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

  write(written: Buffer): void {
    const chunk = withoutControls(written);
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

/**
 * What a process says holds what people wrote; whoever reads the file in a terminal must not have it obeyed. Works on bytes: a
 * chunk may end within a character.
 */
export function withoutControls(chunk: Buffer): Buffer {
  const bytes = chunk.toString('latin1');
  // U+0080 to U+009F are C2 80 to C2 9F; by themselves those second bytes belong to other characters.
  const shown = bytes.replace(/\u00c2\p{Cc}|(?![\t\n\r])\p{Cc}/gu, (one) => {
    const code = one.charCodeAt(one.length - 1);
    const isText = one.length === 1 ? code >= 0x80 : code < 0x80;
    return isText ? one : `\\x${code.toString(16).padStart(2, '0')}`;
  });
  return shown === bytes ? chunk : Buffer.from(shown, 'latin1');
}
