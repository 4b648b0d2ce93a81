import type { HostFunction } from '../host-function.ts';
import type { RunningTrigger, TriggerContext } from './trigger-service.ts';

/** Opens one listener for each function; a function whose settings are wrong is named in the log, the others go on. */
export async function openListeners(
  { functions, log }: TriggerContext,
  open: (target: HostFunction) => Promise<RunningTrigger>,
): Promise<RunningTrigger> {
  const listeners: RunningTrigger[] = [];
  for (const target of functions) {
    try {
      listeners.push(await open(target));
    } catch (error) {
      log({
        level: 'error',
        category: 'host',
        functionName: target.name,
        message: `The '${target.name}' function is in error: ${(error as Error).message}`,
      });
    }
  }
  return together(listeners);
}

/** Several as one. */
export function together(running: readonly RunningTrigger[]): RunningTrigger {
  return {
    async stop() {
      await Promise.all(running.map((each) => each.stop()));
    },
    async abandon() {
      await Promise.all(running.map((each) => each.abandon?.()));
    },
  };
}
