import { SlipwayError } from '../errors.ts';

/** Whoever loses so often met somebody faster each time, so there was progress all the same. */
const mostTries = 40;
/** After so many the next one waits a little, each for another time, so that two processes do not meet again and again. */
const hastyTries = 2;
const longestPauseMs = 20;

/** Asks until the answer is another one than `again`. `what` did not happen otherwise. */
export async function trying<Answer>(
  pause: (ms: number) => Promise<void>,
  what: string,
  attempt: () => Promise<Answer | 'again'>,
): Promise<Answer> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > hastyTries) await pause(Math.random() * longestPauseMs);
    const answer = await attempt();
    if (answer !== 'again') return answer;
  }
  throw new SlipwayError(
    'azure-unavailable',
    `${what}: others were faster ${mostTries} times. Try again in a moment.`,
  );
}
