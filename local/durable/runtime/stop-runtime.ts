import { eventType } from '../protocol/history-events.ts';
import type { Runtime } from './runtime.ts';

/**
 * Begins nothing new, waits for what runs, commits, closes. Results that no turn took are kept in the inbox; what
 * is still running after the grace runs again when the file is opened next.
 */
export async function stopRuntime(runtime: Runtime, graceMs: number): Promise<void> {
  if (runtime.isStopping) return;
  runtime.isStopping = true;
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([runtime.busy.whenIdle(), grace]);
  clearTimeout(timer);
  runtime.store.changes.add({ write: () => keepResults(runtime) });
  runtime.store.changes.close();
  for (const instance of runtime.live.values()) {
    instance.isGone = true;
    instance.dropTasks();
  }
  runtime.entities.stop();
  runtime.live.clear();
  runtime.store.close();
}

/** Ends the engine as the end of its process would: nothing more is committed, answered or begun. */
export function crashRuntime(runtime: Runtime): void {
  runtime.isStopping = true;
  for (const instance of runtime.live.values()) {
    instance.isGone = true;
    instance.dropTasks();
  }
  runtime.entities.stop();
  runtime.live.clear();
  runtime.store.changes.crash();
}

/** Commits what is waiting and the results that no turn has committed, at once, for a process that ends by itself. */
export function keepResultsNow(runtime: Runtime): void {
  if (runtime.isStopping) return;
  runtime.store.changes.add({ write: () => keepResults(runtime) });
  runtime.store.changes.flush();
}

function keepResults(runtime: Runtime): void {
  for (const instance of runtime.live.values()) {
    for (const message of [...instance.underway, ...instance.inbox]) {
      const kind = message.event.EventType;
      const isResult = kind === eventType.taskCompleted || kind === eventType.taskFailed;
      if (isResult && message.sequence === undefined)
        runtime.store.inbox.insert(instance.row.key, message.event);
    }
  }
}
