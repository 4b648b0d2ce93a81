import { forEachConcurrently } from '../../lib/for-each-concurrently.ts';
import { fleetRunId } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

const fleetsAtATime = 16;

/**
 * Starts the loop of every fleet whose loop is not there: of those that have a definition, or servers, and of those that own a
 * container group of this app, which then takes it up again or away.
 */
export async function fleetsTimer(
  { containers, fleetDefinitions, settings }: TriggerDependencies,
  runs: Runs,
): Promise<void> {
  const [names, groups] = await Promise.all([fleetDefinitions.names(), containers.list()]);
  const owners = groups.filter(({ owner }) => owner.kind === 'fleet' && owner.hub === settings.hub);
  const fleets = new Set([...names, ...owners.map(({ owner }) => owner.id)]);
  await forEachConcurrently(fleets, fleetsAtATime, async (fleet) => {
    await runs.start('fleet', { id: fleetRunId(fleet), input: { fleet } });
  });
}
