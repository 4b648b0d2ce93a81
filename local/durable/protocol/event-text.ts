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

/** One event as JSON text, twice: as its own turn sends it, and as later turns and the store have it. */
export function eventText(event: HistoryEvent): { fresh: string; played: string } {
  const { EventId, Timestamp, ...fields } = event;
  const head = JSON.stringify(fields).slice(0, -1) + (emptyFields[event.EventType] ?? '');
  const text = (isPlayed: boolean): string =>
    `${head},"EventId":${EventId},"IsPlayed":${isPlayed},"Timestamp":"${Timestamp}"}`;
  const fresh = text(false);
  return { fresh, played: marksPlayed.has(event.EventType) ? text(true) : fresh };
}
