/** The numbers by which the Durable Task Framework names the kinds of history events. */
export const eventType = {
  executionStarted: 0,
  executionCompleted: 1,
  executionTerminated: 3,
  taskScheduled: 4,
  taskCompleted: 5,
  taskFailed: 6,
  childCreated: 7,
  childCompleted: 8,
  childFailed: 9,
  timerCreated: 10,
  timerFired: 11,
  orchestratorStarted: 12,
  orchestratorCompleted: 13,
  eventSent: 14,
  eventRaised: 15,
  generic: 17,
  executionSuspended: 19,
  executionResumed: 20,
} as const;

/** On the wire every event also has `IsPlayed`; it is written by `eventText`, no event object carries it. */
type Recorded = {
  /** The sequence id of an event that schedules something, else -1. */
  EventId: number;
  /** ISO 8601, UTC. */
  Timestamp: string;
};

/** One activity's, child's or orchestration's failure in the structured form. */
export type FailureDetails = {
  ErrorType: string;
  ErrorMessage: string;
  StackTrace: string | null;
  InnerFailure: FailureDetails | null;
  IsNonRetriable: boolean;
  Properties?: Record<string, unknown> | null;
};

export type OrchestrationInstance = { InstanceId: string; ExecutionId: string };

/** Who started a child, and under which sequence id it waits for the result. */
export type ParentInstance = {
  Name: string;
  OrchestrationInstance: OrchestrationInstance;
  TaskScheduleId: number;
  Version: null;
};

export type ExecutionStarted = Recorded & {
  EventType: typeof eventType.executionStarted;
  OrchestrationInstance: OrchestrationInstance;
  ParentInstance: ParentInstance | null;
  Name: string;
  Version: string | null;
  /** JSON text. */
  Input: string | null;
  Generation: number | null;
};

export type ExecutionCompleted = Recorded & {
  EventType: typeof eventType.executionCompleted;
  OrchestrationStatus: 'Completed' | 'Failed' | 'Terminated';
  Result: string | null;
  FailureDetails: FailureDetails | null;
};

export type ExecutionTerminated = Recorded & {
  EventType: typeof eventType.executionTerminated;
  Input: string | null;
};

export type TaskScheduled = Recorded & {
  EventType: typeof eventType.taskScheduled;
  Name: string;
  Version: '';
  /** Null unless inputs are stored in the history: then a JSON array with the input. */
  Input: string | null;
};

export type TaskCompleted = Recorded & {
  EventType: typeof eventType.taskCompleted;
  TaskScheduledId: number;
  /** JSON text. */
  Result: string | null;
};

type Failure = Recorded & {
  TaskScheduledId: number;
  Reason: string | null;
  Details: string | null;
  FailureDetails: FailureDetails | null;
};

export type TaskFailed = Failure & { EventType: typeof eventType.taskFailed };
export type ChildFailed = Failure & { EventType: typeof eventType.childFailed };

export type ChildCreated = Recorded & {
  EventType: typeof eventType.childCreated;
  Name: string;
  Version: string | null;
  InstanceId: string;
  Input: string | null;
};

export type ChildCompleted = Recorded & {
  EventType: typeof eventType.childCompleted;
  TaskScheduledId: number;
  Result: string | null;
};

export type TimerCreated = Recorded & { EventType: typeof eventType.timerCreated; FireAt: string };

/** Its Timestamp is the time at which the timer was created, as on Azure. */
export type TimerFired = Recorded & {
  EventType: typeof eventType.timerFired;
  TimerId: number;
  FireAt: string;
};

export type OrchestratorStarted = Recorded & { EventType: typeof eventType.orchestratorStarted };
export type OrchestratorCompleted = Recorded & { EventType: typeof eventType.orchestratorCompleted };

export type EventSent = Recorded & {
  EventType: typeof eventType.eventSent;
  InstanceId: string;
  Name: string;
  Input: string;
};

export type EventRaised = Recorded & {
  EventType: typeof eventType.eventRaised;
  Name: string;
  Input: string | null;
};

/** The event by which a history remembers that the code asked for something. */
export type Scheduling = TaskScheduled | TimerCreated | ChildCreated | EventSent;

/** What a rewind leaves of the events that it takes back. */
export type GenericEvent = Recorded & { EventType: typeof eventType.generic; Data: string | null };

export type ExecutionSuspended = Recorded & {
  EventType: typeof eventType.executionSuspended;
  Reason: string | null;
};

export type ExecutionResumed = Recorded & {
  EventType: typeof eventType.executionResumed;
  Reason: string | null;
};

export type HistoryEvent =
  | ExecutionStarted
  | ExecutionCompleted
  | ExecutionTerminated
  | TaskScheduled
  | TaskCompleted
  | TaskFailed
  | ChildCreated
  | ChildCompleted
  | ChildFailed
  | TimerCreated
  | TimerFired
  | OrchestratorStarted
  | OrchestratorCompleted
  | EventSent
  | EventRaised
  | GenericEvent
  | ExecutionSuspended
  | ExecutionResumed;
