import { sweepRunId } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** Starts a sweep, unless the one before is still at work. */
export async function sweepTimer({ settings }: TriggerDependencies, runs: Runs): Promise<void> {
  await runs.start('sweepOrphans', { id: sweepRunId, input: { hub: settings.hub } });
}
