import type { RunKind } from '../../contract/run-view.ts';
import type { RunQuery, RunRow } from '../../contract/runs.ts';
import type { TableKey } from './table-rows.ts';

export const byId = 'id';
export const all = 'all';

/** Runs wander from pending to running and then to their end: the first two share a partition, so that a row moves once. */
export const unfinished = 'status-unfinished';

/** Rows of a partition are sorted by key, so a key that falls as time rises puts the newest first. */
const endOfTime = 10 ** 14;

/** Runs with a time to live, the first to go at the beginning. */
export const expiring = 'expiring';

const usualKinds = new Set<RunKind>(['publish', 'job']);

/** Higher than any character of an id. */
export const afterIds = '~';

/** What a cursor looks like: the key of the last row of the page before. */
export const rowKeyPattern = /^\d{15}-[A-Za-z0-9_-]+$/;

/** Digits of the position of an item, which are sorted as text. */
const longestPosition = 6;

/** What a cursor of the items of a run looks like. */
export const itemKeyPattern = /^[a-z0-9-]+$/;

/** Everywhere a row stands. The items of a run, of which there may be thousands, stand with that run and not in the way of others. */
export function keysOf(row: RunRow): TableKey[] {
  const rowKey = rowKeyOf(row);
  const idKey = { partitionKey: byId, rowKey: row.id };
  const { parent, site, job, expiresAt } = row;
  if (parent) return [idKey, { partitionKey: itemsPartition(parent.runId), rowKey: itemKey(parent.item) }];
  const partitions = [
    all,
    `kind-${row.kind}`,
    statusPartition(row.status),
    ...(site ? [`site-${site}`] : []),
    ...(job ? [jobPartition(job)] : []),
  ];
  return [
    idKey,
    ...partitions.map((partitionKey) => ({ partitionKey, rowKey })),
    ...(expiresAt ? [{ partitionKey: expiring, rowKey: `${expiresAt}-${row.id}` }] : []),
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
 * Where the runs of a query stand, with as few others as may be: most runs are of a usual kind and most succeeded, while a site, a
 * job, another kind and another status have few.
 */
export function partitionsOf({ kind, site, job, statuses }: Omit<RunQuery, 'top'>): string[] {
  if (job) return [jobPartition(job)];
  if (site) return [`site-${site}`];
  if (kind && !usualKinds.has(kind)) return [`kind-${kind}`];
  // The unfinished come first: where somebody reads while a row moves, the end of a run wins.
  if (statuses?.length) return [...new Set(statuses.map(statusPartition))].sort().reverse();
  return [kind ? `kind-${kind}` : all];
}

function jobPartition(job: string): string {
  return `job-${job}`;
}

/** Where the items of a run stand. */
export function itemsPartition(parent: string): string {
  return `items-${parent}`;
}

/** Those of an array in the order of their positions, the nodes of a graph by name. */
export function itemKey(item: string): string {
  return /^\d+$/.test(item) ? item.padStart(longestPosition, '0') : item;
}

function statusPartition(status: RunRow['status']): string {
  return status === 'pending' || status === 'running' ? unfinished : `status-${status}`;
}
