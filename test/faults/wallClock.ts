// The wall clock of our processes, stepped while they run: libfaketime reads the offset from a file. (Debian's Redis with
// its jemalloc does not start under libfaketime: the server's clock is stepped on the link, and in the ids it gives.)
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folders = ['/usr/lib', '/usr/lib64'];

export class WallClock {
  readonly env: NodeJS.ProcessEnv;
  readonly #file: string;

  private constructor(library: string, file: string) {
    this.#file = file;
    this.env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    };
    this.set(0);
  }

  /** @returns undefined when libfaketime is not on this machine */
  static at(folder: string): WallClock | undefined {
    const library = findLibrary();
    return library === undefined ? undefined : new WallClock(library, join(folder, 'offset'));
  }

  /** Steps the clock to so many seconds before or behind the true time. */
  set(offsetSeconds: number): void {
    writeFileSync(this.#file, `${offsetSeconds < 0 ? '' : '+'}${offsetSeconds}\n`);
  }
}

function findLibrary(): string | undefined {
  for (const folder of folders) {
    if (!existsSync(folder)) continue;
    for (const inner of ['', ...readdirSync(folder)]) {
      const library = join(folder, inner, 'faketime', 'libfaketimeMT.so.1');
      if (existsSync(library)) return library;
    }
  }
  return undefined;
}
