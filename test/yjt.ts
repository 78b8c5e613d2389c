// The command line as somebody on the machine of a system runs it.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './system.ts';

/**
 * @param at whose data folder it looks in
 * @returns what it prints
 * @throws with `code`, `stdout` and `stderr` when it ends otherwise than with 0
 */
export async function yjt(at: { folder: string }, ...words: string[]): Promise<string> {
  const env = { ...process.env, DATA_DIR: at.folder };
  return (await promisify(execFile)(process.execPath, [join(root, 'dist/cli/main.js'), ...words], { env })).stdout;
}

/** The same with `--json`, read. */
export const yjtJson = async <T>(at: { folder: string }, ...words: string[]): Promise<T> =>
  JSON.parse(await yjt(at, ...words, '--json')) as T;
