// What is broken on purpose: the pure core, mutated line by line. Its tests must notice. The newest StrykerJS that runs on
// Node 20 (10 needs Node 22).
export default {
  testRunner: 'vitest',
  plugins: ['@stryker-mutator/vitest-runner'],
  vitest: { configFile: 'test/mutation/vitest.config.ts' },
  mutate: ['dispatcher/domain/*.ts', '!dispatcher/domain/*.test.ts'],
  ignorePatterns: ['dist', 'data', 'docs', 'bench', 'community', 'test/mutation/node_modules'],
  // TypeScript 7 has no compiler API for Stryker to rewrite a tsconfig with; Vitest needs none.
  tsconfigFile: 'test/mutation/no-tsconfig.json',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: 'data/mutation/report.json' },
  clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
  tempDirName: 'data/mutation/sandbox',
  cleanTempDir: 'always',
  thresholds: { high: 95, low: 90, break: 85 },
};
