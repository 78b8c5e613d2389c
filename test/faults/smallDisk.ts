// A disk that can be filled up without harm to the machine: a tmpfs of its own. Mounting needs root; where that is
// missing the system lies in a plain folder, and the fault is said to be left out.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../system.ts';

/** Room for a run of minutes, its append-only file being rewritten included. */
const megabytes = 512;
const source = (pid: number): string => `yjt-faults-${pid}`;

export class SmallDisk {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** @returns undefined when it cannot be mounted here */
  static mount(folder: string): SmallDisk | undefined {
    mkdirSync(folder, { recursive: true });
    if (process.getuid?.() !== 0) return undefined;
    try {
      const options = `size=${megabytes}m,mode=700`;
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, source(process.pid), folder], { stdio: 'ignore' });
    } catch {
      return undefined; // a container without the right to mount: the run says what it leaves out
    }
    return new SmallDisk(folder);
  }

  /** Leaves no byte free. */
  fill(): void {
    const file = openSync(join(this.#folder, 'fill'), 'w');
    try {
      for (let bytes = 1024 * 1024; bytes >= 1; bytes = Math.floor(bytes / 4))
        writeUntilFull(file, Buffer.alloc(bytes));
    } finally {
      closeSync(file);
    }
  }

  free(): void {
    rmSync(join(this.#folder, 'fill'), { force: true });
  }

  unmount(): void {
    if (mounts().some(({ folder }) => folder === this.#folder)) unmount(this.#folder);
  }
}

function writeUntilFull(file: number, piece: Buffer): void {
  try {
    for (;;) writeSync(file, piece);
  } catch {
    // full: that was the aim
  }
}

/** A run that was killed outright could not unmount. */
export function unmountThoseOfTheDead(): void {
  for (const { from, folder } of mounts()) {
    const pid = /^yjt-faults-(\d+)$/.exec(from)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) unmount(folder);
  }
}

const unmount = (folder: string): unknown => execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' });

function mounts(): { from: string; folder: string }[] {
  const lines = readFileSync('/proc/mounts', 'utf8').trim().split('\n');
  return lines.map((line) => {
    const [from = '', folder = ''] = line.split(' ');
    return { from, folder };
  });
}
