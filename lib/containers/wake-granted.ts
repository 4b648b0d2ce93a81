import type { Granted } from '../decide/containers/creation-budget.ts';
import type { Runs } from '../ports/runs.ts';

/** Tells runs that their turn has come. One that does not hear it asks again by itself. */
export async function wakeGranted(runs: Runs, granted: Granted): Promise<void> {
  await Promise.all(
    granted.map(({ runId, group }) => runs.raise(runId, 'creationGranted', { group }).catch(() => undefined)),
  );
}
