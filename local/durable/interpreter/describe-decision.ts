import { eventType, type Scheduling } from '../protocol/history-events.ts';
import type { Decision } from './decision.ts';

/** A decision in a message for people. */
export function describeDecision(task: Decision): string {
  switch (task.kind) {
    case 'activity':
      return `activity '${task.name}' (#${task.id})`;
    case 'child':
      return `child '${task.name}' (${task.instanceId})`;
    case 'timer':
      return `timer due ${new Date(task.dueMs).toISOString()} (#${task.id})`;
    case 'send':
      return `message to ${task.target} (#${task.id})`;
  }
}

/** What a history has scheduled, in the same words. */
export function describeScheduling(event: Scheduling): string {
  switch (event.EventType) {
    case eventType.taskScheduled:
      return `activity '${event.Name}' (#${event.EventId})`;
    case eventType.childCreated:
      return `child '${event.Name}' (${event.InstanceId})`;
    case eventType.timerCreated:
      return `timer due ${event.FireAt} (#${event.EventId})`;
    case eventType.eventSent:
      return `message to ${event.InstanceId} (#${event.EventId})`;
  }
}
