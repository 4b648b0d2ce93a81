import type { Runtime } from '../runtime/runtime.ts';
import { isFinal, type RuntimeStatus } from '../store/instance-row.ts';

export type Purge =
  | { kind: 'purged'; instances: number }
  | { kind: 'missing' }
  /** Only instances that have ended may go. */
  | { kind: 'refused'; status: RuntimeStatus };

export type PurgeFilter = {
  createdFromMs: number;
  createdToMs?: number;
  statuses?: readonly string[];
};

/** Deletes one ended instance with its history, or an entity; children stay. */
export async function purgeInstance(runtime: Runtime, instanceId: string): Promise<Purge> {
  const row = runtime.store.instances.find(instanceId);
  if (!row) return { kind: 'missing' };
  if (!isFinal(row.status) && !row.isEntity) return { kind: 'refused', status: row.status };
  await removeAll(runtime, [row.key]);
  if (row.isEntity) runtime.entities.forget(instanceId);
  return { kind: 'purged', instances: 1 };
}

/**
 * Deletes the ended instances of a time window. Azure deletes running ones too when the filter names no final
 * status; nobody can want that, so here it only takes ended ones.
 */
export async function purgeInstances(runtime: Runtime, filter: PurgeFilter): Promise<Purge> {
  const { statuses = [], ...window } = filter;
  const wanted = statuses.filter(isFinal);
  const found = runtime.store.instances.list({ ...window, ...(wanted.length > 0 && { statuses: wanted }) });
  const ended = found.filter((row) => isFinal(row.status));
  if (wanted.length === 0 && found.length > ended.length) {
    runtime.log({
      level: 'warning',
      trap: 'purgeEverything',
      message: `A purge without a final status kept ${found.length - ended.length} instance(s) that have not ended; Azure would have deleted them. Pass runtimeStatus=Completed,Failed,Terminated.`,
    });
  }
  if (ended.length === 0) return { kind: 'missing' };
  await removeAll(
    runtime,
    ended.map((row) => row.key),
  );
  return { kind: 'purged', instances: ended.length };
}

function removeAll(runtime: Runtime, keys: number[]): Promise<void> {
  return runtime.store.changes.commit(() => {
    for (const key of keys) runtime.store.remove(key);
  });
}
