import { eventType } from '../../protocol/history-events.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { Message } from '../instances/message.ts';

/** The messages of one turn, and what they mean for the instance beside what the code sees. */
export type Batch = {
  messages: Message[];
  /** The last termination in it, if any: the code does not run. */
  terminates: boolean;
  /** Whether the instance is suspended after the turn, and why. */
  suspends: { reason: string | null } | undefined;
  /** Nothing in it concerns the code. */
  isOnlyControl: boolean;
};

/**
 * Takes what the next turn is to see, or nothing. A suspension acts at its place in the order of arrival: what came
 * before it is still delivered, what comes after it waits for the resumption.
 */
export function takeBatch(instance: LiveInstance): Batch | undefined {
  const { inbox } = instance;
  const isFirst = instance.turns === 0;
  const isSuspended = instance.row.status === 'Suspended';
  if (inbox.some((message) => message.event.EventType === eventType.executionTerminated)) {
    instance.inbox = [];
    return { messages: inbox, terminates: true, suspends: undefined, isOnlyControl: true };
  }
  const resumesAt = inbox.findIndex((message) => message.event.EventType === eventType.executionResumed);
  if (isSuspended && resumesAt < 0) return undefined;
  if (inbox.length === 0 && !isFirst) return undefined;
  const suspendsAt = inbox.findIndex(
    (message, index) =>
      index > (isSuspended ? resumesAt : -1) && message.event.EventType === eventType.executionSuspended,
  );
  const end = suspendsAt < 0 ? inbox.length : suspendsAt + 1;
  const messages = inbox.slice(0, end);
  instance.inbox = inbox.slice(end);
  const last = messages.at(-1)?.event;
  return {
    messages,
    terminates: false,
    suspends: last?.EventType === eventType.executionSuspended ? { reason: last.Reason } : undefined,
    isOnlyControl: !isFirst && messages.every((message) => isControl(message)),
  };
}

function isControl(message: Message): boolean {
  const kind = message.event.EventType;
  return kind === eventType.executionSuspended || kind === eventType.executionResumed;
}
