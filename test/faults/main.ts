// Entry of `npm run test:faults`: runs of some faults, each on a system of its own with a seed of its own, until so many
// faults are made. Every second run reaches its server through links that can be broken.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../system.ts';
import { type Outcome, run } from './run.ts';
import { table } from './table.ts';

const help = `Usage: npm run test:faults [-- option …]

Breaks a running system again and again under a steady load, and compares what its clients saw with what it stored.
  --faults N     how many faults in all (200)
  --minutes N    ends after the run in which so many minutes are over (60)
  --seed N       repeats the faults and the load of a run that printed this seed (chosen by chance)
  --longest S    how long a fault is held at most, in seconds (30)
  --each N       faults in one run (25)
  --layout L     managed, linked, or both in turn (both)
  --only WORD    only faults whose name contains WORD
`;

/** More runs that cannot even be finished say that something else is wrong. */
const brokenAtMost = 3;

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '200' },
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    longest: { type: 'string', default: '30' },
    each: { type: 'string', default: '25' },
    layout: { type: 'string', default: 'both' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code)); // the rig takes everything with it
if (values.help) console.log(help);
else process.exitCode = await runAll();

async function runAll(): Promise<number> {
  const wanted = Number(values.faults);
  const end = performance.now() + Number(values.minutes) * 60_000;
  const { only } = values;
  const outcomes: Outcome[] = [];
  let broken = 0;
  const made = (): number => outcomes.reduce((sum, one) => sum + one.made.length, 0);
  for (let n = 0; made() < wanted && broken < brokenAtMost && performance.now() < end; n++) {
    const seed = Number(values.seed) + n;
    const layout = values.layout === 'both' ? (seed % 2 === 0 ? 'managed' : 'linked') : values.layout;
    if (layout !== 'managed' && layout !== 'linked') throw new Error(`--layout ${layout}: managed, linked or both`);
    const faults = Math.min(Number(values.each), wanted - made());
    console.log(
      `run ${n + 1}, ${layout}, --seed ${seed} --each ${faults} --layout ${layout} --longest ${values.longest}`,
    );
    const outcome = await run({
      layout,
      seed,
      faults,
      longestMs: Number(values.longest) * 1000,
      ...(only === undefined ? {} : { choose: ({ kind }) => kind.includes(only) }),
      says: (line) => console.log(`  ${line}`),
    }).catch((error: unknown) => error);
    if (!isOutcome(outcome)) {
      console.error(outcome);
      broken++;
      continue; // the next run has a system of its own
    }
    outcomes.push(outcome);
    if (outcome.findings.length > 0) console.log(`${table([outcome])}\n${keep(outcome)}`);
    if (outcome.made.length === 0) break;
  }
  if (broken > 0) console.log(`${broken} runs could not be finished: what kept them is above`);
  console.log(`\nfirst seed ${values.seed}\n${table(outcomes)}`);
  return broken > 0 || outcomes.some(({ findings }) => findings.length > 0) ? 1 : 0;
}

/** A run that found something is written down whole. @returns where */
function keep({ seed, layout, findings, logs }: Outcome): string {
  const folder = join(root, 'test-output');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `faults-${layout}-${seed}.txt`);
  writeFileSync(file, [...findings.map(({ kind, says }) => `${kind}: ${says}`), logs].join('\n'));
  return `all of it, with the last lines of every log: ${file}`;
}

function isOutcome(value: unknown): value is Outcome {
  return typeof value === 'object' && value !== null && 'made' in value;
}
