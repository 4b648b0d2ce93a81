import { fleetRunId } from '../ids.ts';
import type { Runs } from '../ports/runs.ts';

/** Starts the loop of a fleet, or wakes the one that is there. */
export async function wakeFleet(runs: Runs, fleet: string): Promise<void> {
  const id = fleetRunId(fleet);
  if ((await runs.start('fleet', { id, input: { fleet } })) === 'alreadyRunning')
    await runs.raise(id, 'fleetWoken', {});
}
