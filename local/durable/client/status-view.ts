import { valueOfText } from '../protocol/json-text.ts';
import { isoSeconds } from '../protocol/timestamps.ts';
import type { InstanceRow, RuntimeStatus } from '../store/instance-row.ts';
import type { HistoryRow } from './history-view.ts';

/** An instance as the management API shows it, keys in the extension's order. */
export type StatusBody = {
  name: string;
  version?: string;
  instanceId: string;
  parentInstanceId?: string;
  runtimeStatus: RuntimeStatus;
  input: unknown;
  customStatus: unknown;
  output: unknown;
  createdTime: string;
  lastUpdatedTime: string;
  historyEvents?: HistoryRow[];
};

export function statusView(row: InstanceRow, showInput: boolean, history?: HistoryRow[]): StatusBody {
  const parent = row.parent?.OrchestrationInstance.InstanceId;
  return {
    name: row.name,
    ...(row.version !== null && { version: row.version }),
    instanceId: row.instanceId,
    ...(parent !== undefined && { parentInstanceId: parent }),
    runtimeStatus: row.status,
    input: showInput ? valueOfText(row.input) : null,
    customStatus: valueOfText(row.customStatus),
    output: valueOfText(row.output),
    createdTime: isoSeconds(row.createdMs),
    lastUpdatedTime: isoSeconds(row.updatedMs),
    ...(history && { historyEvents: history }),
  };
}
