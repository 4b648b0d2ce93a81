import type { JobTrigger } from '../../contract/jobs.ts';
import { messageOf } from '../errors.ts';
import type { Catalogs } from '../ports/catalogs.ts';

/**
 * The queues to which jobs of the catalog listen, as it is at the start of the app: the host learns of its triggers once. Without
 * a catalog there are none, and everything else works.
 */
export async function queuesOfJobs(catalogs: Catalogs, log: (line: string) => void): Promise<string[]> {
  try {
    return queuesIn(await catalogs.jobs());
  } catch (error) {
    log(`No job listens to a queue until the app is started again: ${messageOf(error)}`);
    return [];
  }
}

/** Each once, in order. */
export function queuesIn(jobs: ReadonlyArray<{ triggers: readonly JobTrigger[] }>): string[] {
  const queues = jobs.flatMap(({ triggers }) =>
    triggers.flatMap((trigger) => (trigger.kind === 'queue' ? [trigger.queue] : [])),
  );
  return [...new Set(queues)].sort();
}
