import type { Decision } from '../../interpreter/decision.ts';
import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import { isoTime } from '../../protocol/timestamps.ts';

/** The event by which the history remembers a decision. */
export function eventOf(decision: Decision, time: string, storesInputs: boolean): HistoryEvent {
  const common = { EventId: decision.id, Timestamp: time };
  switch (decision.kind) {
    case 'activity': {
      const input = storesInputs ? storedInput(decision.input) : null;
      return {
        EventType: eventType.taskScheduled,
        Name: decision.name,
        Version: '',
        Input: input,
        ...common,
      };
    }
    case 'timer':
      return { EventType: eventType.timerCreated, FireAt: isoTime(decision.dueMs), ...common };
    case 'child':
      return {
        EventType: eventType.childCreated,
        Name: decision.name,
        Version: decision.version,
        InstanceId: decision.instanceId,
        Input: storesInputs ? decision.input : null,
        ...common,
      };
    case 'send':
      return {
        EventType: eventType.eventSent,
        InstanceId: decision.target,
        Name: decision.name,
        Input: decision.text,
        ...common,
      };
  }
}

/** The array of arguments as JSON text: of a text input the text, which is JSON itself, else the value. */
function storedInput(input: string | null): string | null {
  if (input === null) return null;
  if (input === 'True' || input === 'False') return `[${input.toLowerCase()}]`;
  return input.startsWith('"') ? JSON.stringify([input]) : `[${input}]`;
}
