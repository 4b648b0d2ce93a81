import { drainRunId } from '../ids.ts';
import type { Runs } from '../ports/runs.ts';

/** Starts the drain of a server, or has the one that is there look at its row. */
export async function wakeDrain(runs: Runs, fleet: string, server: string): Promise<void> {
  const id = drainRunId(server);
  if ((await runs.start('drainServer', { id, input: { fleet, server } })) === 'alreadyRunning')
    await runs.raise(id, 'serverChanged', {});
}
