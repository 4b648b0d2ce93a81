import type { Decision } from '../../interpreter/decision.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import { armTimer } from '../timers/arm-timer.ts';
import type { TurnParts } from './turn-parts.ts';

/** Begins what a committed decision asks for. Children and messages have begun with the commit. */
export function dispatch(parts: TurnParts, instance: LiveInstance, decision: Decision, time: string): void {
  if (decision.kind === 'activity') {
    parts.activities.add({
      instance,
      executionId: instance.row.executionId,
      id: decision.id,
      name: decision.name,
      input: decision.input,
      ...(instance.isGone && { isUnheard: true as const }),
    });
  }
  // One that the code has cancelled, too: the message can't be taken back on Azure, and stands in the history.
  if (decision.kind === 'timer') {
    armTimer(parts, instance, decision.id, decision.dueMs, time);
  }
}
