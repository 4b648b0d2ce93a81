/** Within so long, a second signal is the first one again. */
const sameSignalMs = 500;

/**
 * Calls back when the process is asked to end, once for each time that somebody means it: a terminal sends Ctrl-C to npm and
 * to what npm runs, and npm passes it on.
 */
export function onStopSignals(stop: () => void, now: () => number = Date.now): void {
  let last = Number.NEGATIVE_INFINITY;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      const since = now() - last;
      last = now();
      if (since >= sameSignalMs) stop();
    });
  }
}
