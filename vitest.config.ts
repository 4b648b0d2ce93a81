import { defineConfig } from 'vitest/config';

/** Generous, for a machine with two busy cores: a test that hangs must end, a slow one must not fail. */
const hangLimitMs = 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/end-to-end/**'],
          testTimeout: hangLimitMs,
          hookTimeout: hangLimitMs,
        },
      },
      {
        // The local cloud as a person starts it: whole processes, a few at a time.
        test: {
          name: 'end-to-end',
          include: ['test/end-to-end/**/*.test.ts'],
          testTimeout: 3 * hangLimitMs,
          hookTimeout: hangLimitMs,
        },
      },
    ],
  },
});
