import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Generous, for a machine with two busy cores: the extension polls its queues, and a test that hangs must end. */
const hangLimitMs = 180_000;

/** `npm run test:oracle`: what needs the real extension, and with it the .NET SDK, which `npm test` does without. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/oracle/**/*.test.ts'],
    globalSetup: 'test/oracle/build-before-tests.ts',
    // One host at a time: each has its own storage account and wants two cores.
    fileParallelism: false,
    testTimeout: hangLimitMs,
    hookTimeout: hangLimitMs,
  },
});
