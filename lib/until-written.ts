import { SlipwayError } from './errors.ts';

/**
 * Changes what is kept under an ETag: `attempt` reads, changes and writes, and answers `again` when somebody else was faster.
 * `what` begins the sentence of the `azure-unavailable` that is thrown after so many tries.
 */
export async function untilWritten<Answer>(
  what: string,
  mostTries: number,
  attempt: () => Promise<Answer | 'again'>,
): Promise<Answer> {
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = await attempt();
    if (answer !== 'again') return answer;
  }
  throw new SlipwayError('azure-unavailable', `${what} was changed by others ${mostTries} times.`);
}
