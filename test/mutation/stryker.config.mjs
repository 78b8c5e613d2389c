// What is broken on purpose: the pure core, mutated line by line. Its tests must notice. The newest StrykerJS that runs on
// Node 20 (10 needs Node 22).
import { drawn } from './sample.mjs';

/** YJT_MUTATION_SHARE=0.1: a tenth of the lines, drawn by YJT_MUTATION_SEED. */
const share = Number(process.env.YJT_MUTATION_SHARE ?? 1);
const seed = Number(process.env.YJT_MUTATION_SEED ?? 20_261_129);

export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: drawn('dispatcher/domain', share, seed),
  ignorePatterns: ['dist', 'data', 'docs/*', '!docs/what-follows.md', 'bench', 'test/mutation/node_modules'],
  // TypeScript 7 has no compiler API for Stryker to rewrite a tsconfig with; Vitest needs none.
  tsconfigFile: 'test/mutation/no-tsconfig.json',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'data/mutation/report.json' },
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  tempDirName: 'data/mutation/sandbox',
  cleanTempDir: 'always',
  thresholds: { high: 95, low: 90, break: 85 },
};
