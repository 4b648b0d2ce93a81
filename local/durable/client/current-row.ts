import type { Runtime } from '../runtime/runtime.ts';
import type { InstanceRow } from '../store/instance-row.ts';

/**
 * An instance's row as last committed. Of one that has not ended the memory has it, and the disk one that may lag in the
 * time of the last turn.
 */
export function currentRow(runtime: Runtime, instanceId: string): InstanceRow | undefined {
  const live = runtime.live.get(instanceId);
  return live?.isStored ? live.row : runtime.store.instances.find(instanceId);
}

/** The same for rows that a query has found. */
export function currentRows(runtime: Runtime, rows: readonly InstanceRow[]): InstanceRow[] {
  return rows.map((row) => {
    const live = runtime.live.get(row.instanceId);
    return live?.row.key === row.key ? live.row : row;
  });
}
