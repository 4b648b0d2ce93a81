import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Generous: the first test may have to build an image. */
const hangLimitMs = 180_000;

/** `npm run test:containers`: what real containers of a Docker-compatible engine do, skipped where none answers. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/containers/**/*.test.ts'],
    globalSetup: 'test/containers/say-when-skipped.ts',
    // One at a time: they share the engine, and two cores.
    fileParallelism: false,
    testTimeout: hangLimitMs,
    hookTimeout: hangLimitMs,
  },
});
