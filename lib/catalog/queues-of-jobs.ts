import { messageOf } from '../errors.ts';
import type { Catalogs } from '../ports/catalogs.ts';

/**
 * The queues to which jobs of the catalog listen, as it is at the start of the app: the host learns of its triggers once. Without
 * a catalog there are none, and everything else works.
 */
export async function queuesOfJobs(catalogs: Catalogs, log: (line: string) => void): Promise<string[]> {
  try {
    const triggers = (await catalogs.jobs()).flatMap((job) => job.triggers);
    const queues = triggers.flatMap((trigger) => (trigger.kind === 'queue' ? [trigger.queue] : []));
    return [...new Set(queues)].sort();
  } catch (error) {
    log(`No job listens to a queue until the app is started again: ${messageOf(error)}`);
    return [];
  }
}
