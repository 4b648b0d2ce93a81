import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { Message } from '../instances/message.ts';
import type { Batch } from './take-batch.ts';

/** The messages with which a next execution begins, and those of this turn that it does not get. */
export function nextInbox(
  instance: LiveInstance,
  batch: Batch,
  carried: HistoryEvent[],
): { kept: Message[]; fresh: Message[]; dropped: Message[] } {
  const ofBatch = new Map(batch.messages.map((message) => [message.event, message]));
  // An event of an earlier turn has no row any more, so it gets a new one.
  const kept = carried.map((event) => ofBatch.get(event) ?? { event });
  const staying = new Set(kept);
  const stale = instance.inbox.filter((message) => !isExternal(message));
  return {
    kept,
    fresh: kept.filter((message) => message.sequence === undefined),
    dropped: [...batch.messages.filter((message) => !staying.has(message)), ...stale],
  };
}

/** Whether a message concerns the instance and not one of its executions' tasks. */
export function isExternal(message: Message): boolean {
  const kind = message.event.EventType;
  return (
    kind === eventType.eventRaised ||
    kind === eventType.executionTerminated ||
    kind === eventType.executionSuspended ||
    kind === eventType.executionResumed
  );
}
