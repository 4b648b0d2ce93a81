import { eventType, type HistoryEvent, type HistoryRow } from '../../durable/index.ts';

/** What the management API answers to `GET instances/{id}?showHistory=true&showHistoryOutput=true&showInput=true`. */
export type SavedStatus = {
  name: string;
  instanceId: string;
  parentInstanceId?: string;
  input?: unknown;
  output?: unknown;
  runtimeStatus?: string;
  createdTime?: string;
  historyEvents: HistoryRow[];
};

/** A saved history: the engine's own events, with or without names around them, or a status of a real hub. */
export type SavedHistory =
  | readonly HistoryEvent[]
  | { events: readonly HistoryEvent[]; name?: string; instanceId?: string }
  | SavedStatus;

export type ReadHistory =
  | { kind: 'events'; name: string; instanceId: string; events: readonly HistoryEvent[] }
  | { kind: 'rows'; name: string; instanceId: string; status: SavedStatus };

/** Throws when it is none of the forms. */
export function readHistory(saved: SavedHistory): ReadHistory {
  if (!Array.isArray(saved) && 'historyEvents' in saved) {
    const { name, instanceId } = saved;
    return { kind: 'rows', name, instanceId, status: saved };
  }
  const events = Array.isArray(saved)
    ? (saved as readonly HistoryEvent[])
    : (saved as { events?: readonly HistoryEvent[] }).events;
  const started = events?.find((event) => event.EventType === eventType.executionStarted);
  if (!events || !started) {
    throw new Error(
      'This is no history: expected a list of events, or a status with historyEvents, as GET instances/{id}?showHistory=true&showHistoryOutput=true&showInput=true gives it.',
    );
  }
  const { InstanceId } = started.OrchestrationInstance;
  return { kind: 'events', name: started.Name, instanceId: InstanceId, events };
}
