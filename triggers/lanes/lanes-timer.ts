import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { laneRunId } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

const sitesAtATime = 16;

/** Starts the lane of every site that had a publish and whose lane is not there. */
export async function lanesTimer({ catalogs, lanes }: TriggerDependencies, runs: Runs): Promise<void> {
  await forEachConcurrently(await catalogs.sites(), sitesAtATime, async ({ name: site }) => {
    const { etag } = await lanes.read(site);
    if (etag !== undefined) await runs.start('siteLane', { id: laneRunId(site), input: { site } });
  });
}
