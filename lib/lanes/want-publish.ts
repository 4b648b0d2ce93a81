import type { Want } from '../../contract/lanes.ts';
import { wanted } from '../decide/lanes/lane-row.ts';
import { waitingRow } from '../decide/runs/run-row.ts';
import type { Runs } from '../ports/runs.ts';
import { type LaneStore, updateLane } from './update-lane.ts';
import { wakeLane } from './wake-lane.ts';

/**
 * Wants a publish of a site, once for each run id however often it is asked. The row of the lane comes first: whatever is lost
 * after it, the next one who wakes the lane finds it there.
 */
export async function wantPublish(store: LaneStore, runs: Runs, site: string, asked: Want): Promise<void> {
  const { traceparent } = runs;
  const want = { ...asked, ...(traceparent !== undefined && { traceparent }) };
  if (!(await store.runIndex.read(want.runId))) {
    await updateLane(store, site, (row) => wanted(row, want));
    await store.runIndex.add(waitingRow(site, want));
  }
  await wakeLane(runs, site);
}
