import { eventType, type HistoryEvent } from './history-events.ts';

/** Fields of the wire that the engine never fills, by kind; monitors and the SDK expect the keys. */
const emptyFields: Partial<Record<number, string>> = {
  [eventType.executionStarted]:
    ',"Tags":null,"Correlation":null,"ParentTraceContext":null,"ScheduledStartTime":null,"GenerateNewTrace":false',
  [eventType.taskScheduled]: ',"ParentTraceContext":null,"Tags":null',
  [eventType.childCreated]: ',"ClientSpanId":null,"Tags":null',
  [eventType.eventRaised]: ',"ParentTraceContext":null',
};

/** The kinds whose IsPlayed becomes true in the turns after their own; on the others it stays false for ever. */
const marksPlayed = new Set<number>([
  eventType.executionStarted,
  eventType.taskCompleted,
  eventType.taskFailed,
  eventType.childCompleted,
  eventType.childFailed,
  eventType.timerFired,
  eventType.eventRaised,
  eventType.executionSuspended,
]);

export type EventText = {
  /** As the event's own turn sends it. */
  fresh: string;
  /** As later turns and the store have it. */
  played: string;
};

/** One event as JSON text. */
export function eventText(event: HistoryEvent): EventText {
  if (
    event.EventType === eventType.orchestratorStarted ||
    event.EventType === eventType.orchestratorCompleted
  ) {
    // Half of all events are of these two kinds, which have nothing to say but when.
    const text = `{"EventType":${event.EventType},"EventId":-1,"IsPlayed":false,"Timestamp":"${event.Timestamp}"}`;
    return { fresh: text, played: text };
  }
  const { EventId, Timestamp, ...fields } = event;
  const head = JSON.stringify(fields).slice(0, -1) + (emptyFields[event.EventType] ?? '');
  const text = (isPlayed: boolean): string =>
    `${head},"EventId":${EventId},"IsPlayed":${isPlayed},"Timestamp":"${Timestamp}"}`;
  const fresh = text(false);
  return { fresh, played: marksPlayed.has(event.EventType) ? text(true) : fresh };
}
