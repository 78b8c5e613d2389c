import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', 'data/**', 'test-output/**'],
    maxWorkers: 2, // the machine it is built for has two cores, and the fault tests run whole systems
    passWithNoTests: true,
    testTimeout: 30_000, // a bound for waits on conditions; nothing waits on time
  },
});
