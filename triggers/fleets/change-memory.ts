import type { FleetMemory } from '../../contract/fleets.ts';
import type { FleetMemories } from '../../lib/ports/fleets.ts';
import { untilWritten } from '../../lib/until-written.ts';

/** The loop writes it for moments only, so one of so many tries meets nobody. */
const mostTries = 20;

/** Changes what the loop of a fleet remembers by a rule, which is asked again when the loop was faster. */
export function changeMemory(
  memories: Pick<FleetMemories, 'read' | 'write'>,
  fleet: string,
  change: (memory: FleetMemory) => FleetMemory,
): Promise<FleetMemory> {
  return untilWritten(`What fleet "${fleet}" remembers`, mostTries, async () => {
    const { memory, etag } = await memories.read(fleet);
    const changed = change(memory);
    return (await memories.write(fleet, changed, etag)) === 'written' ? changed : 'again';
  });
}
