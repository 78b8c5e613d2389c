// The tests that judge the pure core, and fewer runs of the property: each mutant runs them.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Those that stand beside nothing, quickest first: 0.4 s, 1 s, 2 s, 10 s. The last takes as long as all the others. */
const wide = [
  'test/table/what-follows.test.ts',
  'test/property/recorded.test.ts',
  'test/property/bounded.test.ts',
  'test/property/invariants.test.ts',
];

/** A mutant that a small test notices never comes to the wide ones. */
class SmallFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => wide.findIndex((name) => moduleId.endsWith(name));
    return [...files].sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000, // mutants run two at a time: a slow machine must not end the dry run
    include: ['dispatcher/domain/**/*.test.ts', 'contracts/**/*.test.ts', ...wide],
    env: { YJT_PROPERTY_RUNS: '60', YJT_PROPERTY_SEED: '7' },
    sequence: { sequencer: SmallFirst },
  },
});
