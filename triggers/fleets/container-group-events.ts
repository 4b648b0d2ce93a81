import { wakeFleet } from '../../lib/fleets/wake-fleet.ts';
import { serverName } from '../../lib/ids.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import type { TriggerDependencies } from '../dependencies.ts';

const groupOfSubject = /\/providers\/Microsoft\.ContainerInstance\/containerGroups\/([^/]+)$/i;

/**
 * Azure tells that a container group was written or deleted: the fleet whose server it is looks at once. It is a hint and no
 * more, so that one that is lost, or comes twice, makes no difference. What it throws makes Event Grid deliver it again.
 */
export async function containerGroupEvents(
  { fleetDefinitions, settings: { hub } }: TriggerDependencies,
  runs: Runs,
  delivered: unknown,
): Promise<void> {
  const group = groupIn(delivered);
  const [, number] = /-(\d+)$/.exec(group ?? '') ?? [];
  if (number === undefined) return;
  for (const fleet of await fleetDefinitions.names()) {
    if (serverName({ hub, fleet, number: Number(number) }) === group) await wakeFleet(runs, fleet);
  }
}

/** Both schemas of Event Grid name the resource as the subject. */
function groupIn(delivered: unknown): string | undefined {
  const { subject } = (delivered ?? {}) as { subject?: unknown };
  return typeof subject === 'string' ? groupOfSubject.exec(subject)?.[1] : undefined;
}
