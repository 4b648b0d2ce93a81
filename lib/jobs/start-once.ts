import type { RunRow } from '../../contract/runs.ts';
import { isOver } from '../decide/runs/run-row.ts';
import type { RunIndex } from '../ports/run-index.ts';
import type { Runs } from '../ports/runs.ts';

/**
 * Starts a run once however often it is asked for: its row in the list of runs claims the id, by a conditional write, and who
 * finds the row looks whether the run is really there, because a start may break off behind it.
 */
export async function startOnce(
  { runIndex }: { runIndex: RunIndex },
  runs: Runs,
  row: RunRow,
  start: () => Promise<unknown>,
): Promise<void> {
  if ((await runIndex.add(row)) === 'known') {
    const stored = await runIndex.read(row.id);
    if ((stored && isOver(stored)) || (await runs.stateOf(row.id)) !== 'unknown') return;
  }
  await start();
}
