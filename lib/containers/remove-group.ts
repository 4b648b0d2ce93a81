import type { GroupRemoval } from '../../contract/container-runs.ts';
import { removalRunId } from '../ids.ts';
import type { Runs } from '../ports/runs.ts';

/** Has a group removed by a run of its own. Idempotent: a group has one removal, and one that is under way is left to itself. */
export function removeGroup(runs: Runs, removal: GroupRemoval): ReturnType<Runs['start']> {
  return runs.start('removeGroup', { id: removalRunId(removal.group), input: removal });
}
