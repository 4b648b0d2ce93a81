import { eventType } from '../protocol/history-events.ts';
import type { ActivityInputs } from '../store/history-table.ts';
import { armTimer } from './arm-timer.ts';
import { LiveInstance } from './live-instance.ts';
import type { Runtime } from './runtime.ts';

/** Takes up everything that was committed and not finished when the file was last open. */
export function recover(runtime: Runtime): void {
  const { store, live } = runtime;
  const byKey = new Map<number, LiveInstance>();
  const inputsOf = new Map<LiveInstance, ActivityInputs>();
  const timers: { instance: LiveInstance; id: number; dueMs: number; createdTime: string }[] = [];
  for (const row of store.instances.live()) {
    const instance = new LiveInstance(row);
    const stored = store.history.read(row.key);
    instance.history = stored.events;
    instance.historyText = stored.text;
    instance.turns = stored.turns;
    live.set(row.instanceId, instance);
    byKey.set(row.key, instance);
    inputsOf.set(instance, stored.inputs);
  }
  for (const message of store.inbox.all()) {
    const instance = byKey.get(message.key);
    if (instance) instance.inbox.push({ event: message.event, sequence: message.sequence });
    else runtime.entities.recover(message);
  }
  for (const instance of live.values()) {
    const open = openTasks(instance);
    for (const [id, name] of open.activities) {
      const { executionId } = instance.row;
      runtime.activities.add({
        instance,
        executionId,
        id,
        name,
        input: inputsOf.get(instance)?.[id] ?? null,
      });
    }
    for (const timer of open.timers) timers.push({ instance, ...timer });
  }
  // Overdue ones fire here, in the order in which they were due.
  timers.sort((one, other) => one.dueMs - other.dueMs);
  for (const { instance, id, dueMs, createdTime } of timers) {
    armTimer(runtime, instance, id, dueMs, createdTime);
  }
  for (const instance of live.values()) {
    runtime.histories.keep(instance);
    runtime.turns.wake(instance);
  }
}

/** What the history scheduled and neither it nor the inbox has an end of. */
function openTasks(instance: LiveInstance): {
  activities: Map<number, string>;
  timers: { id: number; dueMs: number; createdTime: string }[];
} {
  const activities = new Map<number, string>();
  const timers = new Map<number, { id: number; dueMs: number; createdTime: string }>();
  const waiting = instance.inbox.map((message) => message.event);
  for (const event of [...instance.history, ...waiting]) {
    switch (event.EventType) {
      case eventType.taskScheduled:
        activities.set(event.EventId, event.Name);
        break;
      case eventType.taskCompleted:
      case eventType.taskFailed:
        activities.delete(event.TaskScheduledId);
        break;
      case eventType.timerCreated:
        timers.set(event.EventId, {
          id: event.EventId,
          dueMs: Date.parse(event.FireAt),
          createdTime: event.Timestamp,
        });
        break;
      case eventType.timerFired:
        timers.delete(event.TimerId);
        break;
    }
  }
  return { activities, timers: [...timers.values()] };
}
