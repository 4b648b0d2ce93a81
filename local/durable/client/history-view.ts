import {
  type ChildCreated,
  eventType,
  type HistoryEvent,
  type TaskScheduled,
} from '../protocol/history-events.ts';
import { valueOfText } from '../protocol/json-text.ts';
import { isoTime, withOffset } from '../protocol/timestamps.ts';

/** One entry of a status's `historyEvents`; its keys and their order are the extension's. */
export type HistoryRow = Record<string, unknown>;

export type HistoryViewOptions = { showOutput: boolean; showInput: boolean };

/** All that the history of an entity shows: that it began with its present state. */
export function entityRow(
  name: string,
  state: string | null,
  startedMs: number,
  showInput: boolean,
): HistoryRow {
  return startedRow(name, showInput ? { Input: state } : {}, null, isoTime(startedMs));
}

function startedRow(
  name: string,
  input: HistoryRow,
  Generation: number | null,
  Timestamp: string,
): HistoryRow {
  return {
    EventType: 'ExecutionStarted',
    ...input,
    Correlation: null,
    ParentTraceContext: null,
    ScheduledStartTime: null,
    Generation,
    GenerateNewTrace: false,
    Timestamp,
    FunctionName: name,
  };
}

/** The rows of a history: a scheduling stands alone only while its end is missing. */
export function historyView(events: readonly HistoryEvent[], options: HistoryViewOptions): HistoryRow[] {
  const scheduled = new Map<number, TaskScheduled | ChildCreated>();
  const ended = new Set<number>();
  for (const event of events) {
    if (event.EventType === eventType.taskScheduled || event.EventType === eventType.childCreated) {
      // The first of a number counts; a failed replay may have left a second one.
      if (!scheduled.has(event.EventId)) scheduled.set(event.EventId, event);
    }
    if ('TaskScheduledId' in event) ended.add(event.TaskScheduledId);
  }
  const rows: HistoryRow[] = [];
  for (const event of events) {
    const row = rowOf(event, scheduled, ended, options);
    if (row) rows.push(row);
  }
  return rows;
}

function rowOf(
  event: HistoryEvent,
  scheduled: Map<number, TaskScheduled | ChildCreated>,
  ended: Set<number>,
  { showOutput, showInput }: HistoryViewOptions,
): HistoryRow | undefined {
  const { Timestamp } = event;
  const input = (text: string | null): HistoryRow => (showInput ? { Input: text } : {});
  switch (event.EventType) {
    case eventType.executionStarted:
      return startedRow(event.Name, input(event.Input), event.Generation, Timestamp);
    case eventType.executionCompleted:
      return {
        EventType: 'ExecutionCompleted',
        OrchestrationStatus: event.OrchestrationStatus,
        ...(showOutput && { Result: valueOfText(event.Result) }),
        FailureDetails: event.FailureDetails,
        Timestamp,
      };
    case eventType.executionTerminated:
      return { EventType: 'ExecutionTerminated', ...input(event.Input), Timestamp };
    case eventType.taskScheduled:
      if (ended.has(event.EventId)) return undefined;
      return {
        EventType: 'TaskScheduled',
        Name: event.Name,
        ...input(event.Input),
        ParentTraceContext: null,
        Tags: null,
        Timestamp,
      };
    case eventType.childCreated:
      if (ended.has(event.EventId)) return undefined;
      return {
        EventType: 'SubOrchestrationInstanceCreated',
        Name: event.Name,
        InstanceId: event.InstanceId,
        ...input(event.Input),
        ClientSpanId: null,
        Tags: null,
        Timestamp,
      };
    case eventType.taskCompleted:
    case eventType.childCompleted: {
      const name =
        event.EventType === eventType.taskCompleted ? 'TaskCompleted' : 'SubOrchestrationInstanceCompleted';
      return {
        EventType: name,
        ...(showOutput && { Result: valueOfText(event.Result) }),
        Timestamp,
        ...startOf(scheduled.get(event.TaskScheduledId), showInput),
      };
    }
    case eventType.taskFailed:
    case eventType.childFailed: {
      const name = event.EventType === eventType.taskFailed ? 'TaskFailed' : 'SubOrchestrationInstanceFailed';
      const { Reason, Details, FailureDetails } = event;
      return {
        EventType: name,
        Reason,
        Details,
        FailureDetails,
        Timestamp,
        ...startOf(scheduled.get(event.TaskScheduledId), showInput),
      };
    }
    case eventType.timerCreated:
      return { EventType: 'TimerCreated', FireAt: event.FireAt, Timestamp };
    case eventType.timerFired:
      return { EventType: 'TimerFired', FireAt: event.FireAt, Timestamp };
    case eventType.eventSent:
      return {
        EventType: 'EventSent',
        InstanceId: event.InstanceId,
        Name: event.Name,
        ...input(event.Input),
        Timestamp,
      };
    case eventType.eventRaised:
      return {
        EventType: 'EventRaised',
        Name: event.Name,
        ...input(event.Input),
        ParentTraceContext: null,
        Timestamp,
      };
    case eventType.executionSuspended:
      return { EventType: 'ExecutionSuspended', Reason: event.Reason, Timestamp };
    case eventType.executionResumed:
      return { EventType: 'ExecutionResumed', Reason: event.Reason, Timestamp };
    case eventType.generic:
      return { Data: event.Data, EventType: 'GenericEvent', Timestamp };
    default:
      return undefined;
  }
}

/** What a row about an end tells of the beginning. */
function startOf(start: TaskScheduled | ChildCreated | undefined, showInput: boolean): HistoryRow {
  if (!start) return {};
  return {
    ScheduledTime: withOffset(start.Timestamp),
    FunctionName: start.Name,
    ...(start.EventType === eventType.childCreated && { InstanceId: start.InstanceId }),
    ...(showInput && { Input: start.Input }),
  };
}
