// What starts before the tests of a file and ends after them, said in one line where it is made.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll } from 'vitest';

/** A whole system on a busy machine takes up to two minutes. */
const startWithinMs = 180_000;

/** Waits until it has started; it is stopped after the last test, what came later before what came earlier. */
export async function ofThisFile<T extends { stop(): unknown }>(starting: Promise<T>): Promise<T> {
  const late = wait(startWithinMs, undefined, { ref: false }).then(() => {
    throw new Error(`not started within ${startWithinMs} ms`);
  });
  const one = await Promise.race([starting, late]);
  afterAll(async () => void (await one.stop()), 60_000);
  return one;
}

/** An empty folder, gone after the last test. */
export function folderOfThisFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'yjt-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
