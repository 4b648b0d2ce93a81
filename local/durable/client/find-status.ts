import type { Runtime } from '../runtime/runtime.ts';
import { currentRow } from './current-row.ts';
import { entityRow, historyView } from './history-view.ts';
import { type StatusBody, statusView } from './status-view.ts';

export type StatusOptions = {
  showHistory?: boolean;
  showHistoryOutput?: boolean;
  /** True by default. */
  showInput?: boolean;
};

/** The instance's status as committed; undefined when there is no such instance. */
export function findStatus(
  runtime: Runtime,
  instanceId: string,
  { showHistory = false, showHistoryOutput = false, showInput = true }: StatusOptions = {},
): StatusBody | undefined {
  const row = currentRow(runtime, instanceId);
  if (!row) return undefined;
  // Azure has no history of an instance whose first turn has not been.
  const wantsHistory = showHistory && row.status !== 'Pending';
  const history = wantsHistory
    ? row.isEntity
      ? [entityRow(row.name, row.input, row.createdMs, showInput)]
      : historyView(runtime.store.history.read(row.key).events, { showOutput: showHistoryOutput, showInput })
    : undefined;
  return statusView(row, showInput, history);
}
