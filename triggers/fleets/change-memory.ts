import type { FleetMemory } from '../../contract/fleets.ts';
import { SlipwayError } from '../../lib/errors.ts';
import type { FleetMemories } from '../../lib/ports/fleets.ts';

/** The loop writes it for moments only, so one of so many tries meets nobody. */
const mostTries = 20;

/** Changes what the loop of a fleet remembers by a rule, which is asked again when the loop was faster. */
export async function changeMemory(
  memories: Pick<FleetMemories, 'read' | 'write'>,
  fleet: string,
  change: (memory: FleetMemory) => FleetMemory,
): Promise<FleetMemory> {
  for (let tries = 0; tries < mostTries; tries++) {
    const { memory, etag } = await memories.read(fleet);
    const changed = change(memory);
    if ((await memories.write(fleet, changed, etag)) === 'written') return changed;
  }
  throw new SlipwayError(
    'azure-unavailable',
    `What fleet "${fleet}" remembers was changed by others ${mostTries} times.`,
  );
}
