import { laneRunId } from '../ids.ts';
import type { Runs } from '../ports/runs.ts';

/** Starts the lane of a site, or wakes the one that is there. */
export async function wakeLane(runs: Runs, site: string): Promise<void> {
  const id = laneRunId(site);
  if ((await runs.start('siteLane', { id, input: { site } })) === 'alreadyRunning')
    await runs.raise(id, 'laneWoken', {});
}
