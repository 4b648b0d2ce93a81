import type { Note } from '../../interpreter/interpretation.ts';
import type { Ground } from '../ground.ts';
import type { LiveInstance } from '../instances/live-instance.ts';

/** Logs what a turn noted, each line once in an execution. */
export function noteInLog(
  { log }: Pick<Ground, 'log'>,
  instance: LiveInstance,
  notes: readonly Note[],
): void {
  for (const note of notes) {
    // Which tasks are open changes from turn to turn; the first line says it.
    const identity = note.trap === 'openTasks' ? note.trap : note.message;
    if (instance.noted.has(identity)) continue;
    instance.noted.add(identity);
    log({ ...note, instanceId: instance.instanceId });
  }
}
