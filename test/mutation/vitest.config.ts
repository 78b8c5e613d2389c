// The tests of the pure core alone, and fewer runs of the property: each mutant runs them.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    testTimeout: 60_000, // mutants run two at a time: a slow machine must not end the dry run
    include: [
      'dispatcher/domain/**/*.test.ts',
      'contracts/**/*.test.ts',
      'test/property/{invariants,recorded}.test.ts',
    ],
    env: { YJT_PROPERTY_RUNS: '60', YJT_PROPERTY_SEED: '7' },
  },
});
