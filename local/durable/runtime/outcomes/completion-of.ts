import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import type { TurnEnd } from './turn-outcome.ts';

/** The event with which a history ends; undefined while the instance goes on. */
export function completionOf(end: TurnEnd, time: string): HistoryEvent | undefined {
  const common = { EventType: eventType.executionCompleted, EventId: -1, Timestamp: time } as const;
  switch (end.kind) {
    case 'completed':
      return { ...common, OrchestrationStatus: 'Completed', Result: end.output, FailureDetails: null };
    case 'failed':
      return {
        ...common,
        OrchestrationStatus: 'Failed',
        Result: end.result,
        FailureDetails: end.failureDetails,
      };
    case 'terminated':
      return { ...common, OrchestrationStatus: 'Terminated', Result: end.reason, FailureDetails: null };
    default:
      return undefined;
  }
}
