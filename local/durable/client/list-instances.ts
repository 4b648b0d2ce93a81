import type { Runtime } from '../runtime/runtime.ts';
import { idOfToken, tokenOfId } from './continuation-token.ts';
import { currentRows } from './current-row.ts';
import { type StatusBody, statusView } from './status-view.ts';

export type ListOptions = {
  prefix?: string;
  createdFromMs?: number;
  createdToMs?: number;
  /** No restriction when empty. */
  statuses?: readonly string[];
  /** True by default. */
  showInput?: boolean;
  /** How many at most; 100 by default. */
  top?: number;
  /** As the page before gave it. */
  continuationToken?: string;
};

export type InstancePage = {
  instances: StatusBody[] /** Undefined on the last page. */;
  continuationToken?: string;
};

/** One page of instances in the order of their ids. */
export function listInstances(
  runtime: Runtime,
  { showInput = true, top = 100, continuationToken, ...filter }: ListOptions = {},
): InstancePage {
  const fromId = continuationToken ? idOfToken(continuationToken) : undefined;
  if (continuationToken && fromId === undefined) return { instances: [] };
  const found = runtime.store.instances.list({
    ...filter,
    ...(fromId !== undefined && { fromId }),
    limit: top + 1,
  });
  const rows = currentRows(runtime, found);
  const next = rows[top];
  return {
    instances: rows.slice(0, top).map((row) => statusView(row, showInput)),
    ...(next && { continuationToken: tokenOfId(next.instanceId) }),
  };
}
