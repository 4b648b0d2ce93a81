import type { Step } from '../app/script-steps.ts';
import type { Play } from '../scenario.ts';

/** Lets the orchestrator `Script` do these steps and notes the outcome. */
export function scripted(...steps: Step[]): Play {
  return async (call) => {
    await call.start('Script', steps);
    const { runtimeStatus, output, customStatus } = await call.end();
    call.see('outcome', { runtimeStatus, output, customStatus });
  };
}

/** The same with the kinds of events in the history, for those whose order is certain. */
export function scriptedWithHistory(...steps: Step[]): Play {
  return async (call) => {
    await call.start('Script', steps);
    const { historyEvents, input: _, ...status } = await call.end();
    call.see('status', status);
    // The input would only repeat the steps.
    call.see(
      'rows',
      historyEvents?.map((row) =>
        row.EventType === 'ExecutionStarted' ? { ...row, Input: '(steps)' } : row,
      ),
    );
  };
}

/** Notes how it stands when nothing moves any more, with the steps so far. */
export function scriptedStays(...steps: Step[]): Play {
  return async (call) => {
    await call.start('Script', steps);
    const { runtimeStatus, output, historyEvents } = await call.still();
    call.see('still', { runtimeStatus, output, kinds: historyEvents?.map((row) => row.EventType) });
    await call.post(`instances/${call.id()}/terminate?reason=end`);
  };
}

/** Starts the script, then raises events one by one, each when the one before has been taken. */
export function scriptedWithEvents(events: [name: string, value: unknown][], ...steps: Step[]): Play {
  return async (call) => {
    await call.start('Script', steps);
    await call.has('ExecutionStarted');
    for (const [index, [name, value]] of events.entries()) {
      await call.raise(name, value);
      // The instance may have ended; then its last event stands in the history all the same.
      await call.has('EventRaised', index + 1);
    }
    const { runtimeStatus, output, customStatus } = await call.end();
    call.see('outcome', { runtimeStatus, output, customStatus });
  };
}
