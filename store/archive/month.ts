// The files of the archive: DATA_DIR/archive/2026-08.jsonl holds what was closed in August 2026, Beijing time.
import { join } from 'node:path';
import { namesIn } from '../onDisk.ts';

const beijingMs = 8 * 3_600_000;
const namePattern = /^(\d{4}-\d{2})\.jsonl$/;

/** `2026-08`. */
export const monthOf = (closedAt: number): string => new Date(closedAt + beijingMs).toISOString().slice(0, 7);

/** Where the archive of an installation lies. */
export const archiveFolder = (dataDir: string): string => join(dataDir, 'archive');

export const monthFile = (folder: string, month: string): string => join(folder, `${month}.jsonl`);

/** The months that have a file, oldest first; none before the first incident was archived. */
export async function monthsIn(folder: string): Promise<string[]> {
  return (await namesIn(folder)).flatMap((name) => namePattern.exec(name)?.[1] ?? []).sort();
}
