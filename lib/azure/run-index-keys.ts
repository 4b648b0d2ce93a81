import type { RunQuery, RunRow } from '../../contract/runs.ts';
import type { TableKey } from './table-rows.ts';

export const byId = 'id';
export const all = 'all';

/** Runs wander from pending to running and then to their end: the first two share a partition, so that a row moves once. */
export const unfinished = 'status-unfinished';

/** Rows of a partition are sorted by key, so a key that falls as time rises puts the newest first. */
const endOfTime = 10 ** 14;

/** Higher than any character of an id. */
export const afterIds = '~';

/** What a cursor looks like: the key of the last row of the page before. */
export const rowKeyPattern = /^\d{15}-[A-Za-z0-9_-]+$/;

/** Everywhere a row stands. */
export function keysOf(row: RunRow): TableKey[] {
  const rowKey = rowKeyOf(row);
  const partitions = [
    all,
    `kind-${row.kind}`,
    statusPartition(row.status),
    ...(row.site ? [`site-${row.site}`] : []),
  ];
  return [
    { partitionKey: byId, rowKey: row.id },
    ...partitions.map((partitionKey) => ({ partitionKey, rowKey })),
  ];
}

export function rowKeyOf({ requestedAt, id }: Pick<RunRow, 'requestedAt' | 'id'>): string {
  return `${timeKey(requestedAt)}-${id}`;
}

/** Falls as time rises. */
export function timeKey(iso: string): string {
  return String(endOfTime - Date.parse(iso)).padStart(String(endOfTime).length, '0');
}

/**
 * Where the runs of a query stand, with as few others as may be: most runs are publishes and most succeeded, while a site, another
 * kind and another status have few.
 */
export function partitionsOf({ kind, site, statuses }: Omit<RunQuery, 'top'>): string[] {
  if (site) return [`site-${site}`];
  if (kind && kind !== 'publish') return [`kind-${kind}`];
  // The unfinished come first: where somebody reads while a row moves, the end of a run wins.
  if (statuses?.length) return [...new Set(statuses.map(statusPartition))].sort().reverse();
  return [kind ? `kind-${kind}` : all];
}

function statusPartition(status: RunRow['status']): string {
  return status === 'pending' || status === 'running' ? unfinished : `status-${status}`;
}
