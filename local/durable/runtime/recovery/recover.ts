import { eventType } from '../../protocol/history-events.ts';
import type { ActivityInputs } from '../../store/history-table.ts';
import { callKey } from '../activities/activity-call.ts';
import { LiveInstance } from '../instances/live-instance.ts';
import type { Runtime } from '../runtime.ts';
import { armTimer } from '../timers/arm-timer.ts';
import { deliverAgain, type Interrupted } from './deliver-again.ts';

/**
 * Takes up everything that was committed and not finished when the file was last open. `inFlight` names the activities
 * that were running then, where that is known.
 */
export function recover(runtime: Runtime, inFlight?: ReadonlySet<string>): void {
  const { store, live } = runtime;
  const byKey = new Map<number, LiveInstance>();
  const inputsOf = new Map<LiveInstance, ActivityInputs>();
  const interrupted: Interrupted[] = [];
  const timers: { instance: LiveInstance; id: number; dueMs: number; createdTime: string }[] = [];
  const histories = store.history.readLive();
  for (const row of store.instances.live()) {
    const stored = histories.get(row.key);
    // The row itself is written only when more than the time has changed.
    const lastTurnMs = Date.parse(stored?.events.at(-1)?.Timestamp ?? '');
    const instance = new LiveInstance(lastTurnMs > row.updatedMs ? { ...row, updatedMs: lastTurnMs } : row);
    instance.isStored = true;
    if (stored) {
      instance.history = stored.events;
      instance.historyText = stored.text;
      instance.turns = stored.turns;
      inputsOf.set(instance, stored.inputs);
    }
    live.set(row.instanceId, instance);
    byKey.set(row.key, instance);
  }
  for (const message of store.inbox.all()) {
    const instance = byKey.get(message.key);
    if (instance) instance.inbox.push({ event: message.event, sequence: message.sequence });
    else runtime.entities.recover(message);
  }
  for (const instance of live.values()) {
    const open = openTasks(instance);
    for (const [id, { name, scheduledMs }] of open.activities) {
      const { executionId } = instance.row;
      const call = { instance, executionId, id, name, input: inputsOf.get(instance)?.[id] ?? null };
      if (inFlight && !inFlight.has(callKey(call))) runtime.activities.add(call);
      else interrupted.push({ call, scheduledMs });
    }
    for (const timer of open.timers) timers.push({ instance, ...timer });
  }
  deliverAgain(runtime, interrupted);
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
  activities: Map<number, { name: string; scheduledMs: number }>;
  timers: { id: number; dueMs: number; createdTime: string }[];
} {
  const activities = new Map<number, { name: string; scheduledMs: number }>();
  const timers = new Map<number, { id: number; dueMs: number; createdTime: string }>();
  const waiting = instance.inbox.map((message) => message.event);
  for (const event of [...instance.history, ...waiting]) {
    switch (event.EventType) {
      case eventType.taskScheduled:
        activities.set(event.EventId, { name: event.Name, scheduledMs: Date.parse(event.Timestamp) });
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
