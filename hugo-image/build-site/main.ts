/** The build container's program: see ../README.md for its contract. */
import { constants } from 'node:os';
import { buildSite } from './build-site.ts';

/** The service kills what has not ended some time after SIGTERM; leaving early keeps our own exit code. */
const lastChanceMs = 900;

const stop = new AbortController();

for (const name of ['SIGTERM', 'SIGINT'] as const) {
  process.once(name, () => {
    const exitCode = 128 + constants.signals[name];
    stop.abort(new Error(`ended by ${name}`));
    process.exitCode = exitCode;
    setTimeout(() => process.exit(exitCode), lastChanceMs);
  });
}

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const exitCode = await buildSite({ env: process.env, signal: stop.signal, log }).catch((error: unknown) => {
  if (!stop.signal.aborted) throw error;
  return process.exitCode;
});
// Idle connections would keep the process for seconds; the callback lets the last lines out first.
process.stdout.write('', () => process.exit(exitCode));
