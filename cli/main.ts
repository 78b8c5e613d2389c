// Entry of yjt: `npm run -s yjt -- <command>`.
import { createInterface } from 'node:readline/promises';
import { visible } from './visible.ts';
import { runYjt } from './yjt.ts';

/** One question, one line; nothing where the terminal is closed instead. */
async function ask(question: string): Promise<string | undefined> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<undefined>((done) => lines.once('close', () => done(undefined)));
  try {
    return await Promise.race([lines.question(visible(question)), closed]);
  } finally {
    lines.close();
  }
}
const sits = process.stdin.isTTY === true && process.stderr.isTTY === true;

process.exitCode = await runYjt(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${visible(text)}\n`),
  err: (text) => process.stderr.write(`${visible(text)}\n`),
  ...(sits ? { ask } : {}),
});
