import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Generous: on Azure a container takes its time to be pulled, and a page to be purged. */
const hangLimitMs = 600_000;

/** `npm run test:func`: the app on a real Functions host, which FUNC_URL names or `func` serves; skipped without either. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/func/**/*.test.ts'],
    globalSetup: 'test/func/say-when-skipped.ts',
    testTimeout: hangLimitMs,
    hookTimeout: hangLimitMs,
  },
});
