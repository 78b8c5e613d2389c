// Writes lines to the archive so that they are on disk when it returns: only then may the incidents leave Redis.
import { mkdir, open } from 'node:fs/promises';
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
  await sync(folder); // a new file's name
}

async function appendTo(path: string, lines: readonly string[]): Promise<void> {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const last = size === 0 ? newline : (await file.read({ buffer: Buffer.alloc(1), position: size - 1 })).buffer[0];
    // A line that a crash cut off ends here, and is skipped by readers.
    await file.appendFile(`${last === newline ? '' : '\n'}${lines.join('\n')}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
