import { setTimeout as sleep } from 'node:timers/promises';

/** A look now and then: asking without a pause would take the machine away from what is waited for. */
const pauseMs = 100;

/** Asks until there is an answer other than undefined; the limit of time is the test's. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(pauseMs);
  }
}
