// A process that cannot be started now is started later, on real processes: the program appears after the first tries.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Child } from './child.ts';

let folder: string;
let child: Child | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yjt-child-'));
});
afterEach(async () => {
  await child?.stop();
  child = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const entryText = "process.send({ kind: 'ready' }); setInterval(() => process.send({ kind: 'beat' }), 200);";

/** @param program a file of our folder that runs the entry; made by `appears` */
function begin(env: NodeJS.ProcessEnv = {}) {
  const program = join(folder, 'program');
  const entry = join(folder, 'entry.mjs');
  writeFileSync(entry, entryText);
  const said: string[] = [];
  const downs: (string | undefined)[] = [];
  child = new Child({
    name: 'broker',
    entry,
    program,
    env: { ...process.env, ...env },
    logPath: join(folder, 'log'),
    says: (sentence) => said.push(sentence),
    onDown: (how) => downs.push(how),
  });
  const appears = () => {
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`);
    chmodSync(program, 0o700);
  };
  return { child, said, downs, appears };
}
const until = (condition: () => void) => vi.waitFor(condition, { timeout: 20_000, interval: 20 });

describe('a process that cannot be started', () => {
  it('is told as down and started again until it runs, once at a time', async () => {
    const { child: made, said, downs, appears } = begin();
    const ready = made.start();
    await until(() => expect(said.length).toBeGreaterThan(1));
    expect(said[0]).toContain('broker could not be started');
    expect(said[0]).toContain('ENOENT');
    appears();
    await ready;
    expect(downs).toEqual([...said.map(() => 'ended'), undefined]);
    const { pid } = made;
    expect(pid).toBeGreaterThan(0);
    process.kill(pid ?? 0, 'SIGKILL');
    await until(() => expect(made.pid).not.toBe(pid));
    await until(() => expect(downs.at(-1)).toBeUndefined());
    expect(said.at(-1)).toContain('ended (SIGKILL)');
  });

  it('because starting throws does not take us with it', async () => {
    const { child: made, said } = begin({ BAD: 'a\0b' }); // refused by fork itself, as when there is no memory for it
    void made.start();
    await until(() => expect(said.length).toBeGreaterThan(1));
    expect(said[1]).toContain('could not be started');
  });

  it('can be stopped while it is not there', async () => {
    const { child: made, said } = begin();
    void made.start();
    await until(() => expect(said.length).toBeGreaterThan(0));
    await made.stop();
    expect(made.pid).toBeUndefined();
  });
});
