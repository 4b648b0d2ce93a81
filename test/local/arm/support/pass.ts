import { setImmediate as turn } from 'node:timers/promises';
import type { VirtualClock } from '../../../../local/clock.ts';

/** Lets time pass timer by timer, so that what follows from one by way of promises sets the next in time. */
export async function pass(clock: VirtualClock, durationMs: number): Promise<void> {
  const untilMs = clock.now() + durationMs;
  await turn();
  while ((clock.nextDueMs ?? Number.POSITIVE_INFINITY) <= untilMs) {
    clock.advanceToNext();
    await turn();
  }
  clock.advanceBy(untilMs - clock.now());
}
