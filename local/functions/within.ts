import type { Clock } from '../clock.ts';

/** Resolves when the work is done or the time is up. */
export function within(clock: Clock, limitMs: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + limitMs, resolve);
    void work.finally(() => {
      cancel();
      resolve();
    });
  });
}
