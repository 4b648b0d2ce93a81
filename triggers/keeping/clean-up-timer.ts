import { cleanUpRunId } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

/** Starts a clean-up, unless the one before is still at work. */
export async function cleanUpTimer({ settings }: TriggerDependencies, runs: Runs): Promise<void> {
  await runs.start('cleanUp', { id: cleanUpRunId, input: { retention: settings.retention } });
}
