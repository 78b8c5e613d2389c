import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Whole systems run for minutes and units for moments: a long one that begins last would leave the other core idle. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number =>
      longest.findIndex((folder) => moduleId.includes(folder)) >>> 0; // none is last
    return [...(await super.sort(files))].sort((a, b) => rank(a) - rank(b));
  }
}
const longest = ['/test/faults/', '/test/integration/', '/test/browser/', '/test/property/'];

export default defineConfig({
  test: {
    environment: 'node',
    include: ['**/*.test.ts'],
    exclude: [
      '**/node_modules/**',
      'dist/**',
      'data/**',
      'test-output/**',
      ...(process.env.YJT_LONG === undefined ? ['**/*.long.test.ts'] : []), // `npm run test:sabotage`
    ],
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2, // the machine it is built for has two cores, and the fault tests run whole systems
    passWithNoTests: true,
    testTimeout: 30_000, // a bound for waits on conditions; nothing waits on time
  },
});
