// The days of the audit as files: DATA_DIR/audit/DISTRICT/2026-08-03.jsonl holds what was appended on that day by the district's
// clock, an entry a line, its last line the head of the chain then. A file is whole or not there, and is written again only to take
// out what lies aside of an entry, which the chain does not need.
// Only what lies in a file may leave Redis.
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type ChainLine, type Head, lineOfDay, readDayLine } from '../signing/chain.ts';
import { type AuditLine, lineOf } from './audit.ts';
import { namesIn, syncFolder, writeWhole } from './onDisk.ts';

export const auditFolder = (dataDir: string, district: string): string => join(dataDir, 'audit', district);
export const dayFile = (folder: string, day: string): string => join(folder, `${day}.jsonl`);
const namePattern = /^(\d{4}-\d{2}-\d{2})\.jsonl$/;

/** The days that have a file, oldest first; none before the first day is over. */
export async function daysIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).flatMap((name) => namePattern.exec(name)?.[1] ?? []).sort();
}

/** A day's lines in their order, read as they are asked for. */
export async function* linesOfDay(path: string): AsyncGenerator<ChainLine | { head: Head }> {
  for await (const line of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity }))
    if (line !== '') yield readDayLine(line);
}

/**
 * Writes a day, flushed, under its name only once it is whole.
 * @returns false when the day has its file already
 */
export async function writeDay(
  folder: string,
  day: string,
  lines: AsyncIterable<ChainLine>,
  headAt: (last: Head | undefined) => Head | undefined,
): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const part = join(folder, `${day}.${randomUUID()}.part`); // two may write one day at once
  const file = await open(part, 'wx', 0o600);
  try {
    let last: Head | undefined;
    for await (const line of lines) {
      await file.write(`${lineOfDay(line)}\n`);
      if (line.hash !== undefined) last = { n: numberOf(line.text), hash: line.hash };
    }
    const head = headAt(last);
    if (head) await file.write(`${JSON.stringify({ head })}\n`);
    await file.sync();
    await link(part, dayFile(folder, day)); // unlike a rename it never replaces another file
    await syncFolder(folder);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await file.close();
    await rm(part, { force: true });
  }
}

export const numberOf = (text: string): number => Number(/"n":(\d+)/.exec(text)?.[1] ?? 0);

/** Takes names and words out of the entries of all days that are asked for. @returns of how many */
export async function eraseInDays(folder: string, isTheirs: (line: AuditLine) => boolean): Promise<number> {
  let erased = 0;
  for (const day of await daysIn(folder)) {
    const lines: string[] = [];
    let here = 0;
    for await (const text of createInterface({
      input: createReadStream(dayFile(folder, day), 'utf8'),
      crlfDelay: Infinity,
    })) {
      const line = text === '' ? undefined : readDayLine(text);
      if (line === undefined || 'head' in line || line.aside === undefined || !isTheirs(lineOf(line))) {
        lines.push(text); // also what nobody can read, as it is
        continue;
      }
      here++;
      const { aside: _, ...bare } = line;
      lines.push(lineOfDay(bare));
    }
    if (here === 0) continue;
    await writeWhole(dayFile(folder, day), `${lines.join('\n')}\n`);
    erased += here;
  }
  return erased;
}
