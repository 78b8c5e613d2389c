// Writes lines to the archive so that they are on disk, whole, when it returns: only then may the incidents leave Redis. Two
// dispatchers may do so at once, one of them perhaps paused in between: a batch goes out in one write, which the kernel does not
// mix with another's, and what lies in the file is read back and compared.
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { syncFolder } from '../onDisk.ts';
import { monthFile, monthOf } from './month.ts';
import type { Head } from './record.ts';

const newline = 0x0a;

/** @throws when they are not all on disk; what was written of them is harmless, they are written again */
export async function appendToArchive(folder: string, records: readonly (Head & { line: string })[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const byMonth = new Map<string, string[]>();
  for (const { closedAt, line } of records) {
    const month = monthOf(closedAt);
    byMonth.set(month, [...(byMonth.get(month) ?? []), line]);
  }
  for (const [month, lines] of byMonth) await appendTo(monthFile(folder, month), lines);
  await syncFolder(folder); // a new file's name
}

async function appendTo(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = size === 0 ? newline : (await file.read({ buffer: Buffer.alloc(1), position: size - 1 })).buffer[0];
    // A line that a crash cut off ends here, and is skipped by readers.
    const batch = Buffer.from(`${last === newline ? '' : '\n'}${lines.join('\n')}\n`);
    const { bytesWritten } = await file.write(batch);
    // The rest would lie behind whatever another has written meanwhile.
    if (bytesWritten < batch.length)
      throw new Error(`${path}: only ${bytesWritten} of ${batch.length} bytes were taken`);
    await file.datasync();
    const found = await linesFrom(file, size);
    const torn = lines.filter((line) => !found.has(line)).length;
    if (torn > 0) throw new Error(`${path}: ${torn} of ${lines.length} lines were not found whole after writing`);
  } finally {
    await file.close();
  }
}

/** Everything that was added since the file had this size, ours and perhaps another's. */
async function linesFrom(file: FileHandle, start: number): Promise<ReadonlySet<string>> {
  const { size } = await file.stat();
  const added = Buffer.alloc(size - start);
  for (let at = 0; at < added.length; ) {
    const { bytesRead } = await file.read({ buffer: added, offset: at, position: start + at });
    if (bytesRead === 0) break; // made shorter under us: what is missing is not found
    at += bytesRead;
  }
  return new Set(added.toString('utf8').split('\n'));
}
