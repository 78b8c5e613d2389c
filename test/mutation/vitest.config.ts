// The tests of the pure core alone, and fewer runs of the property: each mutant runs them.
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** A mutant that a small test notices never comes to the property, which takes as long as all the others. */
class PropertyLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isProperty = ({ moduleId }: TestSpecification) => Number(moduleId.includes('/test/property/'));
    return [...files].sort((a, b) => isProperty(a) - isProperty(b));
  }
}

export default defineConfig({
  test: {
    testTimeout: 60_000, // mutants run two at a time: a slow machine must not end the dry run
    include: [
      'dispatcher/domain/**/*.test.ts',
      'contracts/**/*.test.ts',
      'test/property/{invariants,recorded}.test.ts',
    ],
    env: { YJT_PROPERTY_RUNS: '60', YJT_PROPERTY_SEED: '7' },
    sequence: { sequencer: PropertyLast },
  },
});
