import type { Note } from '../interpreter/interpretation.ts';
import type { LiveInstance } from './live-instance.ts';
import type { Runtime } from './runtime.ts';

/** Logs what a turn noted, each line once in an execution. */
export function noteInLog(runtime: Runtime, instance: LiveInstance, notes: readonly Note[]): void {
  for (const note of notes) {
    // Which tasks are open changes from turn to turn; the first line says it.
    const identity = note.trap === 'openTasks' ? note.trap : note.message;
    if (instance.noted.has(identity)) continue;
    instance.noted.add(identity);
    runtime.log({ ...note, instanceId: instance.instanceId });
  }
}
