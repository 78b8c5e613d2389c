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

const everywhere = [
  '**/node_modules/**',
  'dist/**',
  'data/**',
  'test-output/**',
  ...(process.env.YJT_LONG === undefined ? ['**/*.long.test.ts'] : []), // `npm run test:long`
];
/** They break processes, clocks and disks: each file has a process to itself. */
const alone = ['test/faults/**/*.test.ts', 'test/fuzz/**/*.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    sequence: { sequencer: LongestFirst },
    maxWorkers: 2, // the machine it is built for has two cores, and the fault tests run whole systems
    passWithNoTests: true,
    testTimeout: 60_000, // a bound for waits on conditions; nothing waits on time
    projects: [
      { extends: true, test: { name: 'alone', include: alone, exclude: everywhere } },
      // All others share what they import: reading it anew for each took a third of their time.
      {
        extends: true,
        test: { name: 'parts', include: ['**/*.test.ts'], exclude: [...everywhere, ...alone], isolate: false },
      },
    ],
  },
});
