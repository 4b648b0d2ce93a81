import type { Decision } from '../interpreter/decision.ts';
import { armTimer } from './arm-timer.ts';
import type { LiveInstance } from './live-instance.ts';
import type { Runtime } from './runtime.ts';

/** Begins what a committed decision asks for. Children and messages have begun with the commit. */
export function dispatch(runtime: Runtime, instance: LiveInstance, decision: Decision, time: string): void {
  if (decision.kind === 'activity') {
    runtime.activities.add({
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
    armTimer(runtime, instance, decision.id, decision.dueMs, time);
  }
}
