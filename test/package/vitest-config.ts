import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Generous: npm installs some hundred packages first. */
const hangLimitMs = 300_000;

/** `npm run test:package`: the package that `npm run package` makes, as somebody installs it who has nothing of this checkout. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: { include: ['test/package/**/*.test.ts'], testTimeout: hangLimitMs, hookTimeout: hangLimitMs },
});
