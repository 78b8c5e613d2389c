// Entry of yjt: `npm run -s yjt -- <command>`.
import { visible } from './visible.ts';
import { runYjt } from './yjt.ts';

process.exitCode = await runYjt(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(`${visible(text)}\n`),
  err: (text) => process.stderr.write(`${visible(text)}\n`),
});
